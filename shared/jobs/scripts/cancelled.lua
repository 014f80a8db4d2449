-- CANCELLING → CANCELLED: the worker confirms that the attempt has ended.
-- ARGV 4 token, 5 keep_ms, 6-11 event. Returns {answer}.
if done('cancelled', ARGV[4]) then
  return { 'ok' }
end
local state = held(ARGV[4])
if state ~= 'cancelling' then
  return { state }
end
append(6)
remember('cancelled', ARGV[4])
to_end('cancelled', tonumber(ARGV[5]))
return { 'ok' }
