internal import Database
internal import Domain

/// The steps that Redis takes as one.
///
/// The counters of a subject are the fields of one hash, by their spec: of a calendar window where it begins, where it ends and
/// what was taken, of a rolling one what was taken; its buckets are in a sorted set by the moment at which they leave (` z`) and a
/// hash of what each holds (` h`). `open` holds the entries (`QuotaEntry`) of charges whose place is not settled, `kept` of those
/// that were kept less than a minute ago, by `kept-at`; `record` the moment of one that was kept. So a charge is reserved (open),
/// committed (kept, record), or refunded (nowhere). `send` names the charge that was last reserved for a message, and when.
enum QuotaScripts {
    /// What they share.
    private static let common = """
        local function current(given)
            local now = tonumber(given)
            if not now then
                local time = redis.call('TIME')
                now = time[1] * 1000 + math.floor(time[2] / 1000)
            end
            return now
        end
        local function whole(number) return string.format('%.0f', number) end
        -- Part by part, as `ModelPattern` does it: a pattern of Lua's could take the fourth power of the length.
        local function matches(pattern, model)
            local star = string.find(pattern, '*', 1, true)
            if not star then return pattern == model end
            if string.sub(model, 1, star - 1) ~= string.sub(pattern, 1, star - 1) then return false end
            local at, rest = star, string.sub(pattern, star + 1)
            while true do
                star = string.find(rest, '*', 1, true)
                if not star then return #model - #rest + 1 >= at and string.sub(model, #model - #rest + 1) == rest end
                local found = string.find(model, string.sub(rest, 1, star - 1), at, true)
                if not found then return false end
                at, rest = found + star - 1, string.sub(rest, star + 1)
            end
        end
        local function counts(models, model)
            for pattern in string.gmatch(models, '[^,]+') do
                if matches(pattern, model) then return true end
            end
            return false
        end
        -- Of a spec: its calendar window or its length and resolution, its unit, its models.
        local function parts(spec)
            local window, unit, models = string.match(spec, '^(%S+) (%S) (.*)$')
            local span, resolution = string.match(window, '^r(%d+)/(%d+)$')
            return tonumber(string.match(window, '^c(%d)$')), tonumber(span), tonumber(resolution), unit, models
        end
        local function entry(text)
            -- No subject begins with a digit or a colon: those of an earlier version have no money.
            local at, weighted, tokens, money, due, subjects, model =
                string.match(text, '^(%d+) (%d+) (%d+) (%d*):?(%d*) ?(%S*) (.*)$')
            local cost = {n = 1, w = tonumber(weighted), t = tonumber(tokens), b = tonumber(money) or 0}
            cost.due = tonumber(due) or 0
            return tonumber(at), cost, subjects, model
        end
        -- Whether an entry names a subject. Most do not, and are not taken apart.
        local function isOf(text, subject)
            if not string.find(text, subject, 1, true) then return false end
            local _, _, subjects = entry(text)
            return string.find(',' .. subjects .. ',', ',' .. subject .. ',', 1, true) ~= nil
        end
        -- What is of no present window changes nothing.
        local function add(key, spec, at, amount, now)
            local c, span, resolution = parts(spec)
            if c then
                local from, to, n = string.match(redis.call('HGET', key, spec), '^(%d+) (%d+) (%-?%d+)$')
                if tonumber(from) <= at and at < tonumber(to) then
                    redis.call('HSET', key, spec, from .. ' ' .. to .. ' ' .. whole(n + amount))
                end
                return tonumber(to)
            end
            local z, h = key .. ' ' .. spec .. ' z', key .. ' ' .. spec .. ' h'
            local bucket = math.floor(at / resolution) * resolution
            local name = whole(bucket)
            if bucket + resolution - 1 + span <= now then return 0 end
            if amount < 0 and not redis.call('ZSCORE', z, name) then return 0 end
            local left = redis.call('HINCRBY', h, name, whole(amount))
            if left == 0 then
                redis.call('HDEL', h, name)
                redis.call('ZREM', z, name)
            else
                redis.call('ZADD', z, whole(bucket + resolution - 1), name)
            end
            redis.call('HINCRBY', key, spec, whole(amount))
            redis.call('PEXPIRE', z, whole(span + resolution + 3600000))
            redis.call('PEXPIRE', h, whole(span + resolution + 3600000))
            return at + span + resolution
        end

        """

    /// Takes a place in every counter, or in none and says how all stand.
    ///
    /// `{HELD, now, moment}`, `{TAKEN, now}`, also when an open place was moved to other subjects, or there is none; `{FULL, now, used, resets, is full, …}` or, when it is only asked, `{USED, …}`;
    /// `{SENT, now}` when another charge has just been reserved for the same message; `{MISSING, now, limit, …}` with the limits
    /// whose counters must be made first; `{EPOCH}` when the counters are not those that the caller knows, or must be made anew
    /// because rows count now that were ahead of the clock; `{BACK, lead}` when they must because the clock went back by so much,
    /// which one caller is told; `{TIME, now}` when now is outside the bounds.
    /// KEYS epoch clock open record send due; the subjects.
    /// ARGV epoch, time or nothing, charge, 1 to take, 2 to take for the message of `send` or 3 to move, what follows the moment in its
    /// entry; four bounds of hour, day, week and month; subject, spec and amount of each limit.
    static let reserve = RedisScript(
        common + """
            if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'EPOCH'} end
            local now = current(ARGV[2])
            -- A clock that is set back a little must not reopen a window that was counted.
            local latest, due = unpack(redis.call('MGET', KEYS[2], KEYS[6]))
            latest, due = tonumber(latest or 0), tonumber(due or nil)
            if now + \(Reservation.acceptedLead.inMilliseconds) < latest then
                redis.call('DEL', KEYS[1])
                return {'BACK', latest - now}
            end
            if due and math.max(now, latest) >= due then
                redis.call('DEL', KEYS[1])
                return {'EPOCH'}
            end
            if now > latest then redis.call('SET', KEYS[2], whole(now)) else now = latest end

            local takes, moves = ARGV[4] ~= '0', ARGV[4] == '3'
            local at, held = now, {}
            if moves then
                local text = redis.call('HGET', KEYS[3], ARGV[3])
                if not text then return {'TAKEN', now} end
                local moment, _, names = entry(text)
                at = moment
                for name in string.gmatch(names, '[^,]+') do held[name] = true end
            elseif takes then
                local former = redis.call('HGET', KEYS[3], ARGV[3]) or redis.call('GET', KEYS[4])
                if former then return {'HELD', now, tonumber(string.match(former, '^%d+'))} end
            end
            if ARGV[4] == '2' then
                local other, since = string.match(redis.call('GET', KEYS[5]) or '', '^(%S+) (%d+)$')
                local isRecent = other and now < tonumber(since) + \(Reservation.precedence.inMilliseconds)
                if isRecent and redis.call('HEXISTS', KEYS[3], other) == 1 then return {'SENT', now} end
            end

            local windows = {}
            for w = 1, 4 do
                for i = 4 * w + 2, 4 * w + 4 do
                    if tonumber(ARGV[i]) <= now and now < tonumber(ARGV[i + 1]) then
                        windows[w] = {from = ARGV[i], to = ARGV[i + 1]}
                    end
                end
                if not windows[w] then return {'TIME', now} end
            end
            windows[5] = {from = '\(QuotaWindow.everything.lowerBound.milliseconds)', to = '\(QuotaWindow.everything.upperBound.milliseconds)'}

            -- Every counter that is there goes to the present: one that is over begins anew, as all that came since was counted in it.
            local there = {}
            for s = 7, #KEYS do
                local fields = redis.call('HGETALL', KEYS[s])
                there[s] = {}
                for i = 1, #fields, 2 do
                    local spec, state = fields[i], fields[i + 1]
                    local c, span = parts(spec)
                    if c then
                        local from, to, n = string.match(state, '^(%d+) (%d+) (%-?%d+)$')
                        if tonumber(from) < tonumber(windows[c].from) then
                            from, to, n = windows[c].from, windows[c].to, '0'
                            redis.call('HSET', KEYS[s], spec, from .. ' ' .. to .. ' 0')
                        end
                        there[s][spec] = {used = tonumber(n), resets = tonumber(to)}
                    else
                        local z, h = KEYS[s] .. ' ' .. spec .. ' z', KEYS[s] .. ' ' .. spec .. ' h'
                        local used = tonumber(state)
                        for _, name in ipairs(redis.call('ZRANGEBYSCORE', z, '-inf', whole(now - span))) do
                            local gone = redis.call('HGET', h, name)
                            redis.call('HDEL', h, name)
                            redis.call('ZREM', z, name)
                            used = used - gone
                            redis.call('HINCRBY', KEYS[s], spec, '-' .. gone)
                        end
                        -- Of a window that nothing was added to for long all buckets have expired, but not the subject's others.
                        if used ~= 0 and redis.call('EXISTS', z) == 0 then
                            used = 0
                            redis.call('HSET', KEYS[s], spec, '0')
                        end
                        there[s][spec] = {used = used, span = span, z = z, h = h}
                    end
                end
            end

            local missing = {'MISSING', now}
            for i = 22, #ARGV, 3 do
                if not there[tonumber(ARGV[i]) + 6][ARGV[i + 1]] then missing[#missing + 1] = (i - 22) / 3 end
            end
            if #missing > 2 then return missing end

            local _, cost, subjects, model = entry('0 ' .. ARGV[5])
            local report = {'USED', now}
            for i = 22, #ARGV, 3 do
                local spec, limit = ARGV[i + 1], tonumber(ARGV[i + 2])
                local state = there[tonumber(ARGV[i]) + 6][spec]
                local _, _, _, unit, models = parts(spec)
                local name = string.match(KEYS[tonumber(ARGV[i]) + 6], '([^:]*)$')
                local takes = takes and limit >= 0 and counts(models, model)
                -- A place that is moved is counted in what stays the same.
                local amount = takes and (held[name] and 0 or cost[unit]) or 1
                local resets = state.resets or -1
                if state.span then
                    -- As soon as the oldest that stand in the way have left.
                    local left, first = state.used, 0
                    while resets < 0 do
                        local oldest = redis.call('ZRANGE', state.z, first, first, 'WITHSCORES')
                        if #oldest == 0 then break end
                        left = left - redis.call('HGET', state.h, oldest[1])
                        if left + math.max(1, amount) <= limit then resets = tonumber(oldest[2]) + state.span end
                        first = first + 1
                    end
                end
                local isFull = takes and (limit == 0 or state.used + amount > limit)
                -- As `QuotaCost.fits` says it.
                if unit == 'b' then isFull = takes and not held[name] and cost.due > 0 and state.used + cost.due > limit end
                if isFull then report[1] = 'FULL' end
                report[#report + 1] = state.used
                report[#report + 1] = resets
                report[#report + 1] = isFull and 1 or 0
            end
            if not takes or report[1] == 'FULL' then return report end

            local function change(key, specs, by)
                local last = 0
                for _, spec in ipairs(specs) do
                    local _, _, _, unit, models = parts(spec)
                    if cost[unit] ~= 0 and counts(models, model) then
                        last = math.max(last, add(key, spec, at, by * cost[unit], now))
                    end
                end
                if last > now then redis.call('PEXPIRE', key, whole(last - now + 3600000)) end
            end
            local place = string.match(KEYS[7], '^(.*:)[^:]*$')
            for s = 7, #KEYS do
                local name = string.match(KEYS[s], '([^:]*)$')
                local specs = {}
                for spec in pairs(there[s]) do specs[#specs + 1] = spec end
                if not held[name] then change(KEYS[s], specs, 1) end
                held[name] = nil
            end
            -- What it is counted in no longer.
            for name in pairs(held) do change(place .. name, redis.call('HKEYS', place .. name), -1) end
            redis.call('HSET', KEYS[3], ARGV[3], whole(at) .. ' ' .. ARGV[5])
            redis.call('PEXPIRE', KEYS[3], 172800000)
            if ARGV[4] == '2' then
                redis.call('SET', KEYS[5], ARGV[3] .. ' ' .. whole(now), 'PX', 60000)
            end
            return {'TAKEN', now}
            """)

    /// Ends a reservation once, or lets it take what it came to before its end; a refund, or what it came to, goes to every counter that
    /// counts its moment.
    ///
    /// `{DONE}`, `{EPOCH}`. KEYS epoch open record kept kept-at clock.
    /// ARGV epoch, time or nothing, charge, 1 to give back or 2 to leave it open, tokens or nothing, money or nothing, where subjects are.
    static let settle = RedisScript(
        common + """
            if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'EPOCH'} end
            local text = redis.call('HGET', KEYS[2], ARGV[3])
            if not text then return {'DONE'} end
            redis.call('HDEL', KEYS[2], ARGV[3])
            local now = math.max(current(ARGV[2]), tonumber(redis.call('GET', KEYS[6]) or 0))
            local at, cost, subjects, model = entry(text)
            local change = {n = 0, w = 0, t = 0, b = 0}
            if ARGV[4] == '1' then
                change = {n = -1, w = -cost.w, t = -cost.t, b = -cost.b}
            else
                local tokens, money = tonumber(ARGV[5]) or cost.t, tonumber(ARGV[6]) or cost.b
                change.t, change.b = tokens - cost.t, money - cost.b
                text = whole(at) .. ' ' .. whole(cost.w) .. ' ' .. whole(tokens) .. ' ' .. whole(money) .. ':0 ' .. subjects .. ' ' .. model
            end
            for subject in string.gmatch(subjects, '[^,]+') do
                local key = ARGV[7] .. subject
                for _, spec in ipairs(redis.call('HKEYS', key)) do
                    local _, _, _, unit, models = parts(spec)
                    if change[unit] ~= 0 and counts(models, model) then add(key, spec, at, change[unit], now) end
                end
            end
            if ARGV[4] == '1' then return {'DONE'} end
            if ARGV[4] == '2' then
                redis.call('HSET', KEYS[2], ARGV[3], text)
                return {'DONE'}
            end
            redis.call('SET', KEYS[3], whole(at), 'PX', 3660000)
            redis.call('HSET', KEYS[4], ARGV[3], text)
            redis.call('ZADD', KEYS[5], whole(now), ARGV[3])
            for _, old in ipairs(redis.call('ZRANGEBYSCORE', KEYS[5], '-inf', whole(now - 60000), 'LIMIT', 0, 20)) do
                redis.call('HDEL', KEYS[4], old)
                redis.call('ZREM', KEYS[5], old)
            end
            redis.call('PEXPIRE', KEYS[4], 600000)
            redis.call('PEXPIRE', KEYS[5], 600000)
            return {'DONE'}
            """)

    /// Names the charges of some subjects that are open or were kept a moment ago: `{HELD, now, read, charge, …}`, `{EPOCH}`. What a
    /// counter is made of is looked for here, and the rest among the rows up to `read`: the millisecond before now, in which nothing
    /// more can be taken, or the one in which this epoch began, in which others may have taken.
    ///
    /// KEYS epoch clock open kept born. ARGV epoch, time or nothing, subjects.
    static let held = RedisScript(
        common + """
            if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'EPOCH'} end
            local now = math.max(current(ARGV[2]), tonumber(redis.call('GET', KEYS[2]) or 0))
            redis.call('SET', KEYS[2], whole(now))
            local born = tonumber(redis.call('GET', KEYS[5]) or now)
            local answer = {'HELD', whole(now), whole(now > born and now - 1 or now)}
            for k = 3, 4 do
                local entries = redis.call('HGETALL', KEYS[k])
                for i = 1, #entries, 2 do
                    for s = 3, #ARGV do
                        if isOf(entries[i + 1], ARGV[s]) then
                            answer[#answer + 1] = entries[i]
                            break
                        end
                    end
                end
            end
            return answer
            """)

    /// Makes a counter, of rows and of what is held: `{DONE}`, also when it is there by now; `{AGAIN}` when that took too long or
    /// something was taken in the very moment up to which rows were read; `{EPOCH}`.
    ///
    /// KEYS epoch clock open kept born counters. ARGV epoch, time or nothing, spec, subject, the moment up to which rows were read, where
    /// the calendar window begins and ends or nothing, how many charges were held then, those, moment and amount of each bucket.
    static let seed = RedisScript(
        common + """
            if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'EPOCH'} end
            if redis.call('HEXISTS', KEYS[6], ARGV[3]) == 1 then return {'DONE'} end
            local now = math.max(current(ARGV[2]), tonumber(redis.call('GET', KEYS[2]) or 0))
            local read, from, to = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
            if now > read + 50000 or (to and now >= to) then return {'AGAIN'} end
            local c, span, _, unit, models = parts(ARGV[3])
            local known = {}
            for i = 9, 8 + ARGV[8] do known[ARGV[i]] = true end
            local amounts = {}
            for i = 9 + ARGV[8], #ARGV, 2 do amounts[#amounts + 1] = {tonumber(ARGV[i]), tonumber(ARGV[i + 1])} end
            for k = 3, 4 do
                local entries = redis.call('HGETALL', KEYS[k])
                for i = 1, #entries, 2 do
                    if isOf(entries[i + 1], ARGV[4]) then
                        local at, cost, _, model = entry(entries[i + 1])
                        if counts(models, model) then
                            if at <= read and not known[entries[i]] then return {'AGAIN'} end
                            amounts[#amounts + 1] = {at, cost[unit]}
                        end
                    end
                end
            end
            redis.call('DEL', KEYS[6] .. ' ' .. ARGV[3] .. ' z', KEYS[6] .. ' ' .. ARGV[3] .. ' h')
            redis.call('HSET', KEYS[6], ARGV[3], c and (ARGV[6] .. ' ' .. ARGV[7] .. ' 0') or '0')
            for _, amount in ipairs(amounts) do
                if amount[2] ~= 0 then add(KEYS[6], ARGV[3], amount[1], amount[2], now) end
            end
            local lasting = whole((c and to - now or span) + 3600000)
            if redis.call('PTTL', KEYS[6]) < tonumber(lasting) then redis.call('PEXPIRE', KEYS[6], lasting) end
            return {'DONE'}
            """)

    /// Makes an epoch the one that counts. Only for who still holds the lock: 1, else 0.
    ///
    /// KEYS lock epoch clock due born. ARGV token, epoch, time, when they must be made anew or nothing.
    static let publish = RedisScript(
        """
        if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
        redis.call('SET', KEYS[2], ARGV[2])
        redis.call('SET', KEYS[3], ARGV[3])
        redis.call('SET', KEYS[5], ARGV[3])
        if ARGV[4] == '' then redis.call('DEL', KEYS[4]) else redis.call('SET', KEYS[4], ARGV[4]) end
        redis.call('DEL', KEYS[1])
        return 1
        """)

    /// Gives the lock back. KEYS lock. ARGV token.
    static let unlock = RedisScript(
        "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0")
}
