-- RUNNING or CANCELLING, unchanged: appends an event of the attempt.
-- ARGV 4 token, 5 number of the write within the attempt (dense, from 1), 6 fraction
-- or '', 7-12 event. Returns {answer, sequence}.
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
local sequence = append(7)
redis.call('HSET', RECORD, 'n', number, 'n_seq', sequence)
if ARGV[8] ~= '' then
  redis.call('HSET', RECORD, 'step', ARGV[8])
end
if ARGV[9] ~= '' then
  redis.call('HSET', RECORD, 'message', ARGV[9])
end
if ARGV[6] ~= '' then
  redis.call('HSET', RECORD, 'fraction', ARGV[6])
end
return { 'ok', sequence }
