-- QUEUED → FAILED: the deadline has passed before a worker took the job.
-- ARGV 4 uid, 5 keep_ms, 6 failure, 7-12 event. Returns {answer}.
if get('uid') ~= ARGV[4] then
  return { 'gone' }
end
if done('overdue', ARGV[4]) then
  return { 'ok' }
end
local deadline = int('deadline_ms')
if get('state') ~= 'queued' or deadline == 0 or deadline > NOW then
  return { 'stale' }
end
append(7)
redis.call('HSET', RECORD, 'failure', ARGV[6])
remember('overdue', ARGV[4])
to_end('failed', tonumber(ARGV[5]))
return { 'ok' }
