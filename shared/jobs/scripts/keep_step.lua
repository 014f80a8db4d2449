-- RUNNING or CANCELLING, unchanged: writes an entry of the step journal, together
-- with the event that tells of it, if there is one.
-- ARGV 4 token, 5 number of the write within the attempt (dense, from 1), 6 field,
-- 7 value, 8 limit of the journal in bytes, 9-14 event, its type '' for none.
-- Returns {answer, sequence}.
if held(ARGV[4]) == 'stale' then
  return { 'stale' }
end
local number, last = tonumber(ARGV[5]), int('n')
if number == last then
  return { 'ok', int('n_seq') }
end
if number ~= last + 1 then
  return { 'gap' }
end
local size = int('steps_bytes') - redis.call('HSTRLEN', STEPS, ARGV[6]) + #ARGV[7]
if size > tonumber(ARGV[8]) then
  return { 'too_large' }
end
local sequence = 0
if ARGV[9] ~= '' then
  sequence = append(9)
end
redis.call('HSET', STEPS, ARGV[6], ARGV[7])
redis.call('HSET', RECORD, 'steps_bytes', text(size), 'n', number, 'n_seq', sequence)
return { 'ok', sequence }
