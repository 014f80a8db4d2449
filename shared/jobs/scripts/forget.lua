-- Takes a job that has expired out of the indexes.
-- KEYS record, ended, index of the owner. ARGV id, owner. A later life of the id with
-- the same owner stays in the index.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local member = ARGV[1] .. '/' .. ARGV[2]
local expires = redis.call('ZSCORE', KEYS[2], member)
if expires and tonumber(expires) <= now then
  redis.call('ZREM', KEYS[2], member)
end
if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[2] then
  redis.call('ZREM', KEYS[3], ARGV[1])
end
return 1
