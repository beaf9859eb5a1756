/** Every script has one key, so that a cluster takes it, and needs no command newer than Redis 6.2. */

const publish = `redis.call('PUBLISH', KEYS[1], top .. ' ' .. ARGV[2] .. ' ' .. ARGV[3] .. '\\n' .. ARGV[4])`;
const readTop = `local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
local top = last[1] and last[1][1] or ''`;

/** ARGV: expected top, cursor, kind, value, time to live. Answers with the top afterwards. */
export const appendScript = `${readTop}
if top == ARGV[2] or top == '18446744073709551615-18446744073709551615' then return top end
if ARGV[1] == '*' then
  if top == '' then return top end
elseif ARGV[1] ~= top then return top end
redis.call('XADD', KEYS[1], ARGV[2], ARGV[3], ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
${publish}
return ARGV[2]`;

/** As `appendScript`; the first argument is not used. */
export const replaceScript = `${readTop}
if top == '' then return top end
redis.call('DEL', KEYS[1])
redis.call('XADD', KEYS[1], ARGV[2], ARGV[3], ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
${publish}
return ARGV[2]`;

/** ARGV: time to live. Answers with the top. */
export const touchScript = `${readTop}
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return top`;
