-- (no job) → QUEUED. A job of that id is left as it is and returned.
-- KEYS[11] index of the owner; for a retry also [12] steps and [13] record of the job
-- whose finished steps are inherited.
-- ARGV 4 uid, 5 ring_ms, 6-11 event, 12 number of record values, then these, then
-- the values of the request. Returns {created, record}.
if redis.call('EXISTS', RECORD) == 1 then
  return { get('uid') == ARGV[4] and 1 or 0, whole_record() }
end
local count = tonumber(ARGV[12])
local function pairs_from(key, first, last)
  for at = first, last, 2 do
    redis.call('HSET', key, ARGV[at], ARGV[at + 1])
  end
end
append(6)
pairs_from(RECORD, 13, 12 + count)
-- Tokens count on from the time, so that no later life of the id repeats one of this.
redis.call('HSET', RECORD, 'create_ms', text(NOW), 'token', text(SEC * 1000000 + USEC))
pairs_from(REQUEST, 13 + count, #ARGV)
to_queue(tonumber(ARGV[5]))
if KEYS[12] then
  if redis.call('COPY', KEYS[12], STEPS, 'REPLACE') == 1 then
    redis.call('PERSIST', STEPS)
    redis.call('HSET', RECORD, 'steps_bytes', redis.call('HGET', KEYS[13], 'steps_bytes') or 0)
  end
end
redis.call('UNLINK', PAST)
redis.call('ZADD', KEYS[11], text(SEC * 1000000 + USEC), ID)
return { 1, whole_record() }
