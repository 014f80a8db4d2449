-- What a reaper may have to do, the most overdue first.
-- KEYS leases, retries, queued, ended. ARGV batch, lease_ms.
-- Returns {now, leases, retries, queued, ended, number of queued jobs}; each list is
-- member, score, member, score, …
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local function due(key, from, to)
  return redis.call('ZRANGE', key, from, to, 'BYSCORE', 'LIMIT', 0, ARGV[1], 'WITHSCORES')
end
local text_now = string.format('%.0f', now)
local leases = due(KEYS[1], '-inf', text_now)
-- A lease that ends later than any could is from before the clock was set back.
local too_late = string.format('%.0f', now + 2 * tonumber(ARGV[2]))
for _, value in ipairs(due(KEYS[1], too_late, '+inf')) do
  leases[#leases + 1] = value
end
return { now, leases, due(KEYS[2], '-inf', text_now), due(KEYS[3], '-inf', text_now),
  due(KEYS[4], '-inf', text_now), redis.call('ZCARD', KEYS[3]) }
