-- QUEUED → RUNNING, with a lease and a fencing token one higher.
-- ARGV 4 uid, 5 nonce of this claim, 6 lease_ms. Returns {answer, now, record}.
if get('uid') ~= ARGV[4] then
  return { 'gone' }
end
local state = get('state')
if get('nonce') == ARGV[5] and (state == 'running' or state == 'cancelling') then
  return { 'ok', NOW, whole_record() }
end
if state ~= 'queued' then
  return { 'busy' }
end
local deadline = int('deadline_ms')
if deadline > 0 and deadline <= NOW then
  return { 'overdue', NOW, whole_record() }
end
redis.call('HSET', RECORD, 'state', 'running', 'nonce', ARGV[5], 'token', text(int('token') + 1),
  'attempt', text(int('attempt') + 1), 'n', 0, 'fraction', 0)
redis.call('HSETNX', RECORD, 'start_ms', text(NOW))
redis.call('ZADD', LEASES, text(NOW + tonumber(ARGV[6])), ID)
redis.call('ZREM', QUEUED, ID)
return { 'ok', NOW, whole_record() }
