-- The job that is to run next: the first of those that wait whose groups have room.
-- KEYS waiting, leases, groups. ARGV 1 how many are looked at, 2 whether suspects (see
-- lapse.lua) are passed over (0 or 1), 3 on: limits of groups.
-- Returns {id}, or {} if there is none.
local limits = limits_from(3)
local choosy = next(limits) or ARGV[2] == '1'
local counts = running_by_group(KEYS[2], KEYS[3], limits)
local last = choosy and tonumber(ARGV[1]) - 1 or 0
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, last)) do
  if not choosy then
    return { id }
  end
  local of_job = redis.call('HGET', KEYS[3], id) or ''
  local passed_over = ARGV[2] == '1' and string.find(of_job, '\nsuspect', 1, true)
  if not passed_over and has_room(of_job, counts, limits) then
    return { id }
  end
end
return {}
