-- RUNNING or CANCELLING, unchanged: reads an entry of the step journal.
-- ARGV 4 token, 5 field. Returns {answer, value}.
if held(ARGV[4]) == 'stale' then
  return { 'stale' }
end
return { 'ok', redis.call('HGET', STEPS, ARGV[5]) }
