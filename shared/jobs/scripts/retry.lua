-- RUNNING → RETRYING.
-- ARGV 4 token, 5 time of the next attempt (Unix ms), 6-11 event. Returns {answer}.
if done('retry', ARGV[4]) then
  return { 'ok' }
end
local state = held(ARGV[4])
if state ~= 'running' then
  return { state }
end
append(6)
redis.call('HSET', RECORD, 'state', 'retrying')
redis.call('ZREM', LEASES, ID)
redis.call('ZADD', RETRIES, text(due_by_deadline(tonumber(ARGV[5]))), ID)
remember('retry', ARGV[4])
return { 'ok' }
