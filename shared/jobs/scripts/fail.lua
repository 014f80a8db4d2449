-- RUNNING → FAILED.
-- ARGV 4 token, 5 keep_ms, 6 failure, 7-12 event. Returns {answer}.
if done('fail', ARGV[4]) then
  return { 'ok' }
end
local state = held(ARGV[4])
if state ~= 'running' then
  return { state }
end
append(7)
redis.call('HSET', RECORD, 'failure', ARGV[6])
remember('fail', ARGV[4])
to_end('failed', tonumber(ARGV[5]))
return { 'ok' }
