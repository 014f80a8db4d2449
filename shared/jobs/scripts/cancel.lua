-- QUEUED or RETRYING → CANCELLED, RUNNING → CANCELLING. Others are left as they are;
-- a worker that has not confirmed yet is told again.
-- ARGV 4 uid, 5 keep_ms, 6 control channel, 7-12 event. Returns {answer, record}.
if get('uid') ~= ARGV[4] then
  return { 'gone' }
end
local state = get('state')
if state == 'queued' or state == 'retrying' then
  append(7)
  to_end('cancelled', tonumber(ARGV[5]))
elseif state == 'running' or state == 'cancelling' then
  redis.call('HSET', RECORD, 'state', 'cancelling')
  redis.call('PUBLISH', ARGV[6], ID .. ' ' .. get('token'))
end
return { 'ok', whole_record() }
