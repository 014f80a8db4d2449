-- The job that is to run next: the first of those that wait whose groups have room.
-- KEYS waiting, leases, groups. ARGV 1 how many are looked at, 2 on: limits of groups.
-- Returns {id}, or {} if there is none.
local limits = limits_from(2)
local counts = running_by_group(KEYS[2], KEYS[3], limits)
local last = next(limits) and tonumber(ARGV[1]) - 1 or 0
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, last)) do
  if not next(limits) or has_room(redis.call('HGET', KEYS[3], id), counts, limits) then
    return { id }
  end
end
return {}
