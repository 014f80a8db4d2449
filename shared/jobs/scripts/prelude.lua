-- Stands before every transition of a job.
--
-- KEYS are the same for each (shared/jobs/keys.py, Keys.for_script); a script may
-- have more behind them. ARGV begins with id, task type and channel of the job.
-- The script checks first and writes after, since Lua has no rollback; where it
-- appends an event, that is its first write.
local RECORD, EVENTS, REQUEST, STEPS, RESULT = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local QUEUED, LEASES, RETRIES, ENDED = KEYS[6], KEYS[7], KEYS[8], KEYS[9]
local PAST, WAITING, GROUPS = KEYS[10], KEYS[11], KEYS[12]
local PAST_MS = 24 * 3600 * 1000
local ID, TASK, CHANNEL = ARGV[1], ARGV[2], ARGV[3]

local TIME = redis.call('TIME')
local SEC, USEC = tonumber(TIME[1]), tonumber(TIME[2])
local NOW = SEC * 1000 + math.floor(USEC / 1000)

local function get(field)
  return redis.call('HGET', RECORD, field) or ''
end

local function int(field)
  return tonumber(get(field)) or 0
end

local function text(number)
  return string.format('%.0f', number)
end

-- ISO 8601 in UTC with milliseconds. The date from the days since 1970 is by
-- Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
local function iso_time()
  local z = math.floor(SEC / 86400) + 719468
  local era = math.floor(z / 146097)
  local doe = z - era * 146097
  local yoe = math.floor((doe - math.floor(doe / 1460) + math.floor(doe / 36524)
    - math.floor(doe / 146096)) / 365)
  local doy = doe - (365 * yoe + math.floor(yoe / 4) - math.floor(yoe / 100))
  local mp = math.floor((5 * doy + 2) / 153)
  local day = doy - math.floor((153 * mp + 2) / 5) + 1
  local month = mp < 10 and mp + 3 or mp - 9
  local year = yoe + era * 400 + (month <= 2 and 1 or 0)
  local rest = SEC % 86400
  return string.format('%04d-%02d-%02dT%02d:%02d:%02d.%03dZ', year, month, day,
    math.floor(rest / 3600), math.floor(rest / 60) % 60, rest % 60, math.floor(USEC / 1000))
end

-- A protobuf varint (protobuf.dev/programming-guides/encoding).
local function varint(number)
  local bytes = {}
  while number >= 128 do
    bytes[#bytes + 1] = string.char(number % 128 + 128)
    number = math.floor(number / 128)
  end
  bytes[#bytes + 1] = string.char(number)
  return table.concat(bytes)
end

-- Adds `int64 sequence = 3` and `google.protobuf.Timestamp time = 4`.
local function stamped(data, sequence)
  local time = '\8' .. varint(SEC) .. '\16' .. varint(USEC * 1000)
  return data .. '\24' .. varint(sequence) .. '\34' .. varint(#time) .. time
end

-- Appends the event that stands in six ARGV from `at` on: event_type, step, message,
-- duration_ms, result and the encoded event. Returns its sequence.
local function append(at)
  local sequence = int('seq') + 1
  local data = stamped(ARGV[at + 5], sequence)
  local fields = { 'event_type', ARGV[at], 'job_id', ID, 'task_type', TASK }
  local names = { 'step', 'message', 'duration_ms', 'result' }
  for offset, name in ipairs(names) do
    if ARGV[at + offset] ~= '' then
      fields[#fields + 1] = name
      fields[#fields + 1] = ARGV[at + offset]
    end
  end
  for _, value in ipairs({ 'timestamp', iso_time(), 'data', data }) do
    fields[#fields + 1] = value
  end
  redis.call('XADD', EVENTS, sequence .. '-0', unpack(fields))
  -- A whole prefix goes, now and then: exact trimming at each event would cost more.
  local keep = int('keep_events')
  if keep > 0 and sequence > keep and sequence % 64 == 0 then
    redis.call('XTRIM', EVENTS, 'MINID', text(sequence - keep + 1) .. '-0')
  end
  redis.call('HSET', RECORD, 'seq', sequence)
  redis.call('PUBLISH', CHANNEL, data)
  return sequence
end

-- A transition remembers for which token it was made, so that a repeat, sent
-- because the first reply was lost, gets the first answer.
local function done(transition, token)
  return get('did:' .. transition) == token
end

local function remember(transition, token)
  redis.call('HSET', RECORD, 'did:' .. transition, token)
end

-- The state of the job if the attempt of that token holds it, else 'stale'.
local function held(token)
  local state = get('state')
  if get('token') ~= token or (state ~= 'running' and state ~= 'cancelling') then
    return 'stale'
  end
  return state
end

-- When to ring for a waiting job, or to look at it because its deadline passes.
local function due_by_deadline(due)
  local deadline = int('deadline_ms')
  if deadline > 0 and deadline < due then
    return deadline
  end
  return due
end

-- Its place is by the time of its submit: a job that was handed back or lost its worker
-- does not stand behind those that came later.
local function to_queue(ring_ms)
  redis.call('HSET', RECORD, 'state', 'queued', 'rings', 0)
  redis.call('ZADD', WAITING, text(int('create_ms') + int('rank_ms')), ID)
  redis.call('ZREM', LEASES, ID)
  redis.call('ZREM', RETRIES, ID)
  redis.call('ZADD', QUEUED, text(due_by_deadline(NOW + ring_ms)), ID)
end

-- Ends the job: everything of it expires at one moment. A result has been given its
-- own time by finish.lua, which is never longer.
local function to_end(state, keep_ms)
  local expire = text(NOW + keep_ms)
  redis.call('HSET', RECORD, 'state', state, 'end_ms', text(NOW), 'expire_ms', expire)
  redis.call('ZREM', QUEUED, ID)
  redis.call('ZREM', WAITING, ID)
  redis.call('ZREM', LEASES, ID)
  redis.call('ZREM', RETRIES, ID)
  redis.call('HDEL', GROUPS, ID)
  redis.call('ZADD', ENDED, expire, ID .. '/' .. get('owner'))
  redis.call('SET', PAST, get('kind') .. '/' .. get('owner'), 'PX', text(keep_ms + PAST_MS))
  if state == 'cancelled' and get('drop') == '1' then
    redis.call('UNLINK', STEPS)
  end
  for _, key in ipairs({ RECORD, EVENTS, REQUEST, STEPS }) do
    redis.call('PEXPIREAT', key, expire)
  end
end

local function whole_record()
  return redis.call('HGETALL', RECORD)
end
