-- RETRYING → QUEUED: the time of the next attempt has come.
-- ARGV 4 token of the attempt that failed, 5 ring_ms, 6-11 event. Returns {answer}.
if redis.call('EXISTS', RECORD) == 0 then
  redis.call('ZREM', RETRIES, ID)
  return { 'gone' }
end
if done('requeue', ARGV[4]) then
  return { 'ok' }
end
local due = redis.call('ZSCORE', RETRIES, ID)
if get('state') ~= 'retrying' or get('token') ~= ARGV[4] or not due or tonumber(due) > NOW then
  return { 'stale' }
end
append(6)
remember('requeue', ARGV[4])
to_queue(tonumber(ARGV[5]))
return { 'ok' }
