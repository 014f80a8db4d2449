-- Prolongs the leases of a worker's attempts.
-- KEYS[1] leases, then the record of each. ARGV[1] lease_ms, then id and token of each.
-- Returns 'ok', 'cancel' or 'gone' for each.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local answers = {}
for at = 2, #KEYS do
  local id, token = ARGV[2 * at - 2], ARGV[2 * at - 1]
  local held = redis.call('HMGET', KEYS[at], 'token', 'state')
  if held[1] ~= token or (held[2] ~= 'running' and held[2] ~= 'cancelling') then
    answers[#answers + 1] = 'gone'
  else
    redis.call('ZADD', KEYS[1], string.format('%.0f', now + tonumber(ARGV[1])), id)
    answers[#answers + 1] = held[2] == 'cancelling' and 'cancel' or 'ok'
  end
end
return answers
