-- QUEUED or RETRYING → CANCELLED, RUNNING → CANCELLING. Others are left as they are;
-- a worker that has not confirmed yet is told again.
-- ARGV 4 uid, 5 keep_ms, 6 control channel, 7 whether finished steps are dropped (0 or
-- 1), 8-13 event. Returns {answer, record}.
if get('uid') ~= ARGV[4] then
  return { 'gone' }
end
local state = get('state')
if ARGV[7] == '1' and state ~= 'succeeded' and state ~= 'failed' then
  redis.call('HSET', RECORD, 'drop', 1)
end
if state == 'cancelled' and ARGV[7] == '1' then
  redis.call('UNLINK', STEPS)
elseif state == 'queued' or state == 'retrying' then
  append(8)
  to_end('cancelled', tonumber(ARGV[5]))
elseif state == 'running' or state == 'cancelling' then
  redis.call('HSET', RECORD, 'state', 'cancelling')
  redis.call('PUBLISH', ARGV[6], ID .. ' ' .. get('token'))
end
return { 'ok', whole_record() }
