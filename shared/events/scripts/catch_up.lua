#!lua flags=no-writes
-- Reads a job and its events after a place, as of one moment.
--
-- KEYS: record, events, what is left of a job that has expired.
-- ARGV: the sequence after which to read, -1 for none; how many events at most;
-- after how many bytes to stop.
-- Returns {kind, owner, uid, state, newest sequence, oldest sequence kept, event,
-- event, …}. The oldest is looked up only if it matters: when the place is beyond the
-- newest. When there is no job: what is left of it, or nothing.
local head = redis.call('HMGET', KEYS[1], 'kind', 'owner', 'uid', 'state', 'seq')
if not head[3] then
  return redis.call('GET', KEYS[3])
end
local newest = tonumber(head[5] or '0')
local reply = { head[1] or '', head[2] or '', head[3], head[4] or '', newest, newest + 1 }
local after = tonumber(ARGV[1])
if after > newest then
  local oldest = redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', 1)[1]
  if oldest then
    reply[6] = tonumber(string.match(oldest[1], '^%d+'))
  end
end
if after < 0 or after >= newest then
  return reply
end
local first = string.format('%.0f-0', after + 1)
local entries = redis.call('XRANGE', KEYS[2], first, '+', 'COUNT', ARGV[2])
local bytes = 0
for _, entry in ipairs(entries) do
  local fields = entry[2]
  for index = 1, #fields, 2 do
    if fields[index] == 'data' then
      reply[#reply + 1] = fields[index + 1]
      bytes = bytes + #fields[index + 1]
    end
  end
  if bytes >= tonumber(ARGV[3]) then
    break
  end
end
return reply
