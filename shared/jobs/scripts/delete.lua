-- SUCCEEDED, FAILED or CANCELLED → (no job).
-- KEYS[13] index of the owner. ARGV 4 uid of the job as its owner saw it: when that
-- life is over already, the wish is fulfilled. Returns {answer, state}.
if get('uid') ~= ARGV[4] then
  return { 'ok' }
end
local state = get('state')
if state ~= 'succeeded' and state ~= 'failed' and state ~= 'cancelled' then
  return { 'active', state }
end
redis.call('ZREM', ENDED, ID .. '/' .. get('owner'))
redis.call('ZREM', KEYS[13], ID)
redis.call('UNLINK', RECORD, EVENTS, REQUEST, STEPS, RESULT, PAST)
return { 'ok' }
