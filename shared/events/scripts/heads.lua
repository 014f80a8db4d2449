#!lua flags=no-writes
-- The life and the newest sequence of many jobs.
-- KEYS: records. Returns {uid, sequence, uid, sequence, …}, '' where there is none.
local reply = {}
for _, key in ipairs(KEYS) do
  local head = redis.call('HMGET', key, 'uid', 'seq')
  reply[#reply + 1] = head[1] or ''
  reply[#reply + 1] = head[2] or ''
end
return reply
