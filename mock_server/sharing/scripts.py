"""What Redis does in one step for several processes, in its own language; nothing else comes between.

Keys of the log: `start`, what the mock was started with; `tail`, version and name of the last change; `log`, the
changes, a stream whose ids begin with their versions; `grace`, there while a log that was lost is put back.
"""

APPEND = """
local start, tail, log, grace = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local known_start, known_tail, new_tail, version, name, after, command, anew = unpack(ARGV)
if redis.call('EXISTS', grace) == 1 or redis.call('GET', start) ~= known_start
    or redis.call('GET', tail) ~= known_tail then
  return 0
end
redis.call('XADD', log, version .. '-0', 'name', name, 'after', after, 'command', command, 'anew', anew)
redis.call('SET', tail, new_tail)
if anew == '1' then redis.call('XTRIM', log, 'MINID', version .. '-0') end
return 1
"""
"""Add a change if the log ends where the writer thinks; 0 where it does not."""

RESTORE = """
local start, tail, log, grace = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local there = redis.call('GET', start)
if there and there ~= ARGV[1] then return {there, '0 ', 0} end
redis.call('SET', start, ARGV[1])
local known = redis.call('GET', tail) or '0 '
local restored = not there
for place = 3, #ARGV, 5 do
  local version, name, after, command, anew = unpack(ARGV, place, place + 4)
  local last, last_name = string.match(known, '^(%d+) (.*)$')
  if tonumber(version) > tonumber(last) then
    if anew ~= '1' and after ~= last_name then break end
    redis.call('XADD', log, version .. '-0', 'name', name, 'after', after, 'command', command, 'anew', anew)
    known = version .. ' ' .. name
    restored = true
  end
end
redis.call('SET', tail, known)
if restored and tonumber(ARGV[2]) > 0 then redis.call('SET', grace, '1', 'PX', ARGV[2]) end
return {ARGV[1], known, restored and 1 or 0}
"""
"""Begin a log, or put back what it has lost, as far as it follows what it has; returns what the log was started
with, its last change, and whether that was not there."""

DROP = """
if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then return redis.call('HDEL', KEYS[1], ARGV[1]) end
return 0
"""
"""Strike a worker off the list if it has not been heard of since."""

MARK = """
local time = redis.call('TIME')
local last = tonumber(redis.call('GET', KEYS[1]) or 0)
local number = string.format('%.0f', math.max(time[1] * 1000000 + time[2], last + 1))
redis.call('SET', KEYS[1], number)
redis.call('XADD', KEYS[2], 'MAXLEN', 1, number .. '-0', 'mark', number)
return number
"""
"""Ask all workers to hand over what they have for the journal; returns the number of this wish.
Numbers are times, so that they go on after Redis has lost them."""

TAKE = """
local now, seconds, limit = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local window = redis.call('HMGET', KEYS[1], 'began', 'taken')
local began, taken = window[1] or ARGV[1], tonumber(window[2] or 0)
if tonumber(began) > now or now >= tonumber(began) + seconds then began, taken = ARGV[1], 0 end
if taken >= limit then return {began, -1} end
redis.call('HSET', KEYS[1], 'began', began, 'taken', taken + 1)
redis.call('EXPIRE', KEYS[1], ARGV[4])
return {began, taken + 1}
"""
"""Count a request of a caller: when its window began, and how many it has sent, -1 when it has nothing left."""

_JOURNAL = """
local waiting, entries, records, references, counts = unpack(KEYS)
local most_entries, most_bytes = tonumber(ARGV[1]), tonumber(ARGV[2])
local function bytes() return tonumber(redis.call('HGET', counts, 'bytes') or 0) end
local function number_all()
  for _, entry in ipairs(redis.call('ZRANGE', waiting, 0, -1)) do
    redis.call('ZADD', entries, redis.call('HINCRBY', counts, 'number', 1), entry)
  end
  redis.call('DEL', waiting)
end
local function forget_oldest()
  local name = string.sub(redis.call('ZPOPMIN', entries)[1], 1, 32)
  if redis.call('HINCRBY', references, name, -1) == 0 then
    redis.call('HINCRBY', counts, 'bytes', -redis.call('HSTRLEN', records, name))
    redis.call('HDEL', records, name)
    redis.call('HDEL', references, name)
  end
end
local function settle()
  number_all()
  local left = redis.call('ZCARD', entries)
  while left > most_entries or (left > 1 and bytes() > most_bytes) do
    forget_oldest()
    left = left - 1
  end
  return left
end
"""
"""Entries begin with the name of their record, 32 characters. They wait, in the order in which they were answered,
until somebody reads or there are too many; so numbers are in that order whichever worker answered."""

HAND_OVER = (
    _JOURNAL
    + """
local skipped, known = tonumber(ARGV[3]), tonumber(ARGV[4])
if skipped > 0 then redis.call('HINCRBY', counts, 'number', skipped) end
for place = 5, 4 + 2 * known, 2 do
  if redis.call('HSETNX', records, ARGV[place], ARGV[place + 1]) == 1 then
    redis.call('HINCRBY', counts, 'bytes', #ARGV[place + 1])
  end
end
for place = 5 + 2 * known, #ARGV, 2 do
  local began, entry = ARGV[place], ARGV[place + 1]
  if not redis.call('ZSCORE', entries, entry) and redis.call('ZADD', waiting, began, entry) == 1 then
    redis.call('HINCRBY', references, string.sub(entry, 1, 32), 1)
  end
end
if redis.call('ZCARD', waiting) > most_entries or bytes() > most_bytes then settle() end
return 1
"""
)
"""Take entries of a worker, with the records that they name."""

READ = (
    _JOURNAL
    + """
local left = settle()
local found = redis.call('ZRANGEBYSCORE', entries, ARGV[3], ARGV[4], 'WITHSCORES')
local number, cleared = unpack(redis.call('HMGET', counts, 'number', 'cleared'))
return {tonumber(number or 0), tonumber(cleared or 0), left, found}
"""
)
"""Number what waits; returns the last number, the last that was cleared, how many are kept, and those of a range."""

CLEAR = (
    _JOURNAL
    + """
number_all()
redis.call('HSET', counts, 'cleared', redis.call('HGET', counts, 'number') or 0, 'bytes', 0)
return redis.call('DEL', entries, records, references)
"""
)
"""Forget every entry; numbers go on."""
