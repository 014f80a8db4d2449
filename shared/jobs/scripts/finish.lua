-- RUNNING → SUCCEEDED.
-- ARGV 4 token, 5 keep_ms, 6 keep_ms of the result, 7 result, 8 usage, 9 partial
-- (0 or 1), 10-15 event. Returns {answer}.
if done('finish', ARGV[4]) then
  return { 'ok' }
end
local state = held(ARGV[4])
if state ~= 'running' then
  return { state }
end
append(10)
redis.call('SET', RESULT, ARGV[7], 'PX', ARGV[6])
redis.call('HSET', RECORD, 'usage', ARGV[8], 'partial', ARGV[9], 'fraction', 1)
remember('finish', ARGV[4])
to_end('succeeded', tonumber(ARGV[5]))
return { 'ok' }
