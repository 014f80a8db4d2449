-- QUEUED → RUNNING, with a lease and a fencing token one higher.
-- ARGV 4 nonce of this claim, 5 lease_ms, 6 on: limits of groups. Returns {answer, now,
-- record}; `busy` if it does not wait or its groups have no room.
local state = get('state')
if get('nonce') == ARGV[4] and (state == 'running' or state == 'cancelling') then
  return { 'ok', NOW, whole_record() }
end
if state ~= 'queued' then
  redis.call('ZREM', WAITING, ID)
  return { 'busy' }
end
local deadline = int('deadline_ms')
if deadline > 0 and deadline <= NOW then
  return { 'overdue', NOW, whole_record() }
end
local limits = limits_from(6)
if not has_room(redis.call('HGET', GROUPS, ID), running_by_group(LEASES, GROUPS, limits), limits) then
  return { 'busy' }
end
redis.call('HSET', RECORD, 'state', 'running', 'nonce', ARGV[4], 'token', text(int('token') + 1),
  'attempt', text(int('attempt') + 1), 'n', 0, 'fraction', 0)
redis.call('HSETNX', RECORD, 'start_ms', text(NOW))
redis.call('ZADD', LEASES, text(NOW + tonumber(ARGV[5])), ID)
redis.call('ZREM', QUEUED, ID)
redis.call('ZREM', WAITING, ID)
return { 'ok', NOW, whole_record() }
