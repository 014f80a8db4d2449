-- (no job) → QUEUED. A job of that id is left as it is and returned.
-- KEYS[13] index of the owner; for a retry also [14] steps and [15] record of the job
-- whose finished steps are inherited.
-- ARGV 4 uid, 5 ring_ms, 6-11 event, 12 groups, 13 number of record values, then these,
-- then the values of the request. Returns {created, record}.
if redis.call('EXISTS', RECORD) == 1 then
  return { get('uid') == ARGV[4] and 1 or 0, whole_record() }
end
local count = tonumber(ARGV[13])
local function pairs_from(key, first, last)
  for at = first, last, 2 do
    redis.call('HSET', key, ARGV[at], ARGV[at + 1])
  end
end
append(6)
pairs_from(RECORD, 14, 13 + count)
-- Tokens count on from the time, so that no later life of the id repeats one of this.
redis.call('HSET', RECORD, 'create_ms', text(NOW), 'token', text(SEC * 1000000 + USEC))
pairs_from(REQUEST, 14 + count, #ARGV)
redis.call('HSET', GROUPS, ID, ARGV[12])
to_queue(tonumber(ARGV[5]))
if KEYS[14] then
  if redis.call('COPY', KEYS[14], STEPS, 'REPLACE') == 1 then
    redis.call('PERSIST', STEPS)
    redis.call('HSET', RECORD, 'steps_bytes', redis.call('HGET', KEYS[15], 'steps_bytes') or 0)
  end
end
redis.call('UNLINK', PAST)
redis.call('ZADD', KEYS[13], text(SEC * 1000000 + USEC), ID)
return { 1, whole_record() }
