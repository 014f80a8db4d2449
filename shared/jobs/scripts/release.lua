-- RUNNING → QUEUED: the worker hands the job back; the attempt is not counted.
-- ARGV 4 token, 5 ring_ms, 6-11 event. Returns {answer}.
if done('release', ARGV[4]) then
  return { 'ok' }
end
local state = held(ARGV[4])
if state ~= 'running' then
  return { state }
end
append(6)
redis.call('HSET', RECORD, 'attempt', text(int('attempt') - 1))
remember('release', ARGV[4])
to_queue(tonumber(ARGV[5]))
return { 'ok' }
