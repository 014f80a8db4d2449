-- QUEUED, unchanged: takes the right to ring for the job now and sets the time of
-- the next ring, twice as far away as the last.
-- ARGV 4 time at which the ring is due, as seen, 5 first wait, 6 longest wait (ms),
-- 7 how long to put it off instead of ringing (ms; 0 to ring).
-- Returns {answer, uid, priority}.
local due = redis.call('ZSCORE', QUEUED, ID)
if get('state') ~= 'queued' then
  redis.call('ZREM', QUEUED, ID)
  return { 'gone' }
end
local deadline = int('deadline_ms')
if deadline > 0 and deadline <= NOW then
  return { 'overdue' }
end
if not done('ring', ARGV[4]) then
  if not due or tonumber(due) ~= tonumber(ARGV[4]) then
    return { 'stale' }
  end
  local put_off = tonumber(ARGV[7])
  if put_off > 0 then
    redis.call('ZADD', QUEUED, text(due_by_deadline(NOW + put_off)), ID)
    return { 'later' }
  end
  local rings = int('rings') + 1
  local wait = math.min(tonumber(ARGV[6]), tonumber(ARGV[5]) * 2 ^ math.min(rings, 32))
  redis.call('ZADD', QUEUED, text(due_by_deadline(NOW + wait)), ID)
  redis.call('HSET', RECORD, 'rings', rings)
  remember('ring', ARGV[4])
end
return { 'ok', get('uid'), get('priority') }
