internal import Database
internal import Domain

/// The steps that Redis takes as one. What they share comes first in each.
///
/// Of each member there are two keys: `hour`, a sorted set of the turns of the last hour by their moment, and `calendar`,
/// a hash that holds for the windows 1 day, 2 week and 3 month where they begin (`f`), where they end (`t`) and what was
/// taken (`n`). A turn's `record` holds its moment and the windows it was counted in. `open` names the turns whose place
/// is not settled. So a turn is reserved (record and open), committed (record alone), or refunded (neither). `send` names
/// the turn that was last reserved for a message, and when.
enum QuotaScripts {
    /// Takes a place in every window, or in none and says how all stand.
    ///
    /// `{HELD, now, moment}`, `{TAKEN, now}`, `{FULL, now, used, resets, …}`; `{USED, …}` when it is only asked;
    /// `{SENT, now}` when another turn has just been reserved for the same message;
    /// `{EPOCH}` when the counters are not those that the caller knows as complete, or must be made anew because rows count now
    /// that were ahead of the clock; `{BACK, lead}` when they must because the clock went back by so much, which one caller is
    /// told; `{TIME, now}` when now is outside the bounds.
    /// KEYS epoch clock open record hour calendar send due.
    /// ARGV epoch, time or nothing, turn, member, 1 to take or 2 to take for the message of `send`; four bounds of day, week and month; window and limit of each limit.
    static let reserve = RedisScript(
        """
        if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'EPOCH'} end
        local now = tonumber(ARGV[2])
        if not now then
            local time = redis.call('TIME')
            now = time[1] * 1000 + math.floor(time[2] / 1000)
        end
        -- A clock that is set back a little must not reopen a window that was counted.
        local latest, due = unpack(redis.call('MGET', KEYS[2], KEYS[8]))
        latest, due = tonumber(latest or 0), tonumber(due or nil)
        if now + \(Reservation.acceptedLead.inMilliseconds) < latest then
            redis.call('DEL', KEYS[1])
            return {'BACK', latest - now}
        end
        if due and math.max(now, latest) >= due then
            redis.call('DEL', KEYS[1])
            return {'EPOCH'}
        end
        if now > latest then redis.call('SET', KEYS[2], now) else now = latest end

        local takes = ARGV[5] ~= '0'
        if takes then
            local former = redis.call('HGET', KEYS[4], 'at')
            if former then return {'HELD', now, former} end
        end
        if ARGV[5] == '2' then
            local other, since = string.match(redis.call('GET', KEYS[7]) or '', '^(%S+) (%d+)$')
            local isRecent = other and now < tonumber(since) + \(Reservation.precedence.inMilliseconds)
            if isRecent and redis.call('HEXISTS', KEYS[3], other) == 1 then return {'SENT', now} end
        end

        local stored = redis.call('HMGET', KEYS[6], '1f', '1t', '1n', '2f', '2t', '2n', '3f', '3t', '3n')
        local windows = {}
        for w = 1, 3 do
            local from, to
            for i = 4 * w + 2, 4 * w + 4 do
                if tonumber(ARGV[i]) <= now and now < tonumber(ARGV[i + 1]) then from, to = ARGV[i], ARGV[i + 1] end
            end
            if not from then return {'TIME', now} end
            local count, kept = 0, stored[3 * w - 2]
            if kept and tonumber(kept) >= tonumber(from) then
                from, to, count = kept, stored[3 * w - 1], tonumber(stored[3 * w])
            end
            windows[w] = {from, to, count}
        end

        redis.call('ZREMRANGEBYSCORE', KEYS[5], '-inf', now - 3600000)
        local rolling = redis.call('ZCARD', KEYS[5])
        local report = {'USED', now}
        for i = 18, #ARGV, 2 do
            local w, limit = tonumber(ARGV[i]), tonumber(ARGV[i + 1])
            local used, resets = rolling, -1
            if w > 0 then
                used, resets = windows[w][3], tonumber(windows[w][2])
            else
                -- The next place comes free when the oldest turn that stands in the way leaves.
                local first = math.max(0, rolling - limit)
                if first < rolling then
                    resets = tonumber(redis.call('ZRANGE', KEYS[5], first, first, 'WITHSCORES')[2]) + 3600000
                end
            end
            if used >= limit then report[1] = 'FULL' end
            report[#report + 1] = used
            report[#report + 1] = resets
        end
        if not takes or report[1] == 'FULL' then return report end

        local lasting = 0
        local record, calendar = {'at', now}, {}
        for w = 1, 3 do
            local from, to, count = unpack(windows[w])
            for _, part in ipairs({w .. 'f', from, w .. 't', to, w .. 'n', count + 1}) do
                calendar[#calendar + 1] = part
            end
            record[#record + 1] = w
            record[#record + 1] = from
            lasting = math.max(lasting, tonumber(to) - now)
        end
        redis.call('HSET', KEYS[6], unpack(calendar))
        redis.call('PEXPIRE', KEYS[6], lasting + 3600000)
        redis.call('ZADD', KEYS[5], now, ARGV[3])
        redis.call('PEXPIRE', KEYS[5], 3660000)
        redis.call('HSET', KEYS[4], unpack(record))
        redis.call('PEXPIRE', KEYS[4], 172800000)
        redis.call('HSET', KEYS[3], ARGV[3], ARGV[4] .. ' ' .. string.format('%.0f', now))
        redis.call('PEXPIRE', KEYS[3], 172800000)
        if ARGV[5] == '2' then
            redis.call('SET', KEYS[7], ARGV[3] .. ' ' .. string.format('%.0f', now), 'PX', 60000)
        end
        return {'TAKEN', now}
        """)

    /// Ends a reservation once; a refund goes to the windows that its record names, if they are still those that count.
    ///
    /// `{DONE}`, `{EPOCH}`. KEYS epoch open record hour calendar. ARGV epoch, turn, 1 to give back.
    static let settle = RedisScript(
        """
        if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'EPOCH'} end
        if redis.call('HDEL', KEYS[2], ARGV[2]) == 0 then return {'DONE'} end
        if ARGV[3] ~= '1' then
            redis.call('PEXPIRE', KEYS[3], 3660000)
            return {'DONE'}
        end
        local from = redis.call('HMGET', KEYS[3], 1, 2, 3)
        for w = 1, 3 do
            if from[w] and redis.call('HGET', KEYS[5], w .. 'f') == from[w] then
                redis.call('HINCRBY', KEYS[5], w .. 'n', -1)
            end
        end
        redis.call('ZREM', KEYS[4], ARGV[2])
        redis.call('DEL', KEYS[3])
        return {'DONE'}
        """)

    /// Makes the counters that were rebuilt the ones that count. Only for who still holds the lock: 1, else 0.
    ///
    /// KEYS lock epoch clock due. ARGV token, epoch, time, when they must be made anew or nothing.
    static let publish = RedisScript(
        """
        if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
        redis.call('SET', KEYS[2], ARGV[2])
        redis.call('SET', KEYS[3], ARGV[3])
        if ARGV[4] == '' then redis.call('DEL', KEYS[4]) else redis.call('SET', KEYS[4], ARGV[4]) end
        redis.call('DEL', KEYS[1])
        return 1
        """)

    /// Gives the lock back. KEYS lock. ARGV token.
    static let unlock = RedisScript(
        "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0")
}
