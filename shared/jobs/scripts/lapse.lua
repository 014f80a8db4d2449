-- The lease has run out: RUNNING → QUEUED, or FAILED after the last attempt;
-- CANCELLING → CANCELLED.
-- ARGV 4 token, 5 end of the lease as seen, 6 state that the caller expects to
-- follow, 7 keep_ms, 8 ring_ms, 9 failure, 10-15 event. Returns {answer}.
if redis.call('EXISTS', RECORD) == 0 then
  redis.call('ZREM', LEASES, ID)
  return { 'gone' }
end
if done('lapse', ARGV[4]) then
  return { 'ok' }
end
local state = held(ARGV[4])
local lease = redis.call('ZSCORE', LEASES, ID)
if state == 'stale' or not lease or tonumber(lease) ~= tonumber(ARGV[5]) then
  return { 'stale' }
end
local follows = 'queued'
if state == 'cancelling' then
  follows = 'cancelled'
elseif int('attempt') >= int('max_attempts') then
  follows = 'failed'
end
if follows ~= ARGV[6] then
  return { state }
end
append(10)
remember('lapse', ARGV[4])
if follows == 'queued' then
  -- It may be what has killed its workers; see shared/jobs/runner.py.
  local of_job = redis.call('HGET', GROUPS, ID) or ''
  if int('attempt') + 1 >= int('max_attempts') and not string.find(of_job, '\nsuspect', 1, true) then
    redis.call('HSET', GROUPS, ID, of_job .. '\nsuspect')
  end
  redis.call('HSET', RECORD, 'lost', int('lost') + 1)
  to_queue(tonumber(ARGV[8]))
else
  if follows == 'failed' then
    redis.call('HSET', RECORD, 'failure', ARGV[9])
  end
  to_end(follows, tonumber(ARGV[7]))
end
return { 'ok' }
