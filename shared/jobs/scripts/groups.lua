-- Stands before the scripts that hold to the limits of groups. ARGV from `at` on: how many
-- limits there are, then name and limit of each. A group is `name=value`.
local function limits_from(at)
  local limits = {}
  for place = at + 1, at + 2 * tonumber(ARGV[at]), 2 do
    limits[ARGV[place]] = tonumber(ARGV[place + 1])
  end
  return limits
end

-- How many jobs of each limited group run.
local function running_by_group(leases, groups, limits)
  local counts = {}
  if not next(limits) then
    return counts
  end
  for _, id in ipairs(redis.call('ZRANGE', leases, 0, -1)) do
    for group in string.gmatch(redis.call('HGET', groups, id) or '', '[^\n]+') do
      counts[group] = (counts[group] or 0) + 1
    end
  end
  return counts
end

-- Whether a job of these groups may run beside those that do.
local function has_room(of_job, counts, limits)
  for group in string.gmatch(of_job or '', '[^\n]+') do
    local limit = limits[string.match(group, '^[^=]*')]
    if limit and (counts[group] or 0) >= limit then
      return false
    end
  end
  return true
end
