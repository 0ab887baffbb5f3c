internal import Database
internal import Domain
internal import JSON

/// A turn's log in Redis: a stream whose entries are batches of events. An entry is named after the number of its last
/// event, so the order and the numbers need no clock, and Redis itself refuses to go back.
struct TurnStream: Sendable {
    let client: RedisClient
    let key: String

    init(of turn: Key<Turn>, client: RedisClient, prefix: String) {
        self.client = client
        key = "\(prefix)log:\(turn)"
    }

    /// What became of events that were to be added.
    enum Addition: Equatable {
        /// They are in it; the number of its last event.
        case added(Int)
        /// Redis has lost something: its last event is this one.
        case missing(after: Int)
        case ended
        /// There is no such log.
        case gone
    }

    /// A batch as it is read.
    struct Batch {
        let first: Int
        let events: [TurnEvent]
        let endedAt: Timestamp?
    }

    /// Adds events after event `number`, or wherever the log ends. Repeating it adds nothing twice.
    /// A long log is kept for a minute after its end, a short one for as long as it may be replayed.
    func add(
        _ events: [TurnEvent], after number: Int?, at moment: Timestamp, isLong: Bool = false
    ) async throws(RedisError) -> Addition {
        var hasEnded = false
        if case .ended = events.last { hasEnded = true }
        let reply = try await client.run(
            Self.append, keys: [key],
            arguments: [
                Array((number.map { String($0) } ?? "").utf8), Array(String(events.count).utf8),
                JSONValue.array(events.map(\.json)).bytes,
                Array((hasEnded ? String(moment.milliseconds) : "").utf8), Array((isLong ? "60000" : "600000").utf8),
            ])
        guard let parts = reply.array, let word = parts.first?.text else { throw .malformed }
        switch (word, parts.last?.integer) {
        case ("ADDED", let last?): return .added(Int(last))
        case ("MISSING", let last?): return .missing(after: Int(last))
        case ("ENDED", _): return .ended
        case ("GONE", _): return .gone
        default: throw .malformed
        }
    }

    /// The batches that hold events after `number`, and whether there is a log at all.
    func read(after number: Int) async throws(RedisError) -> (batches: [Batch], exists: Bool) {
        let look = [["XRANGE", key, "\(number + 1)-0", "+", "COUNT", "100"], ["EXISTS", key]]
        let replies = try await client.pipeline(look.map { $0.map { Array($0.utf8) } })
        guard let entries = try replies[0].orThrow().array else { throw .malformed }
        var batches: [Batch] = []
        for entry in entries {
            guard let batch = Batch(entry) else { throw .malformed }
            batches.append(batch)
        }
        return (batches, try replies[1].orThrow() == .integer(1))
    }

    /// KEYS stream. ARGV the number of the event before, or nothing; how many; the events; when it ended, or nothing; for how
    /// many milliseconds it is kept then.
    private static let append = RedisScript(
        """
        local top = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
        local last = 0
        if top then
            last = tonumber(string.match(top[1], '^%d+'))
            if top[2][3] then return {'ENDED'} end
        end
        local after = tonumber(ARGV[1])
        if not after then
            if not top then return {'GONE'} end
            after = last
        end
        local final = after + tonumber(ARGV[2])
        if final <= last then return {'ADDED', last} end
        if after ~= last then return {'MISSING', last} end
        local name = string.format('%.0f-0', final)
        if ARGV[4] == '' then
            redis.call('XADD', KEYS[1], name, 'events', ARGV[3])
            redis.call('PEXPIRE', KEYS[1], 2100000)
        else
            redis.call('XADD', KEYS[1], name, 'events', ARGV[3], 'ended', ARGV[4])
            redis.call('PEXPIRE', KEYS[1], ARGV[5])
        end
        return {'ADDED', final}
        """)
}

extension TurnStream.Batch {
    fileprivate init?(_ entry: RedisReply) {
        guard let parts = entry.array, parts.count == 2, let fields = parts[1].array, fields.count >= 2,
            let last = parts[0].text?.split(separator: "-").first.flatMap({ Int($0) }),
            case .bytes(let text) = fields[1],
            let list = (try? JSONValue(parsing: text))?.array
        else { return nil }
        events = list.compactMap { TurnEvent($0) }
        guard events.count == list.count, events.count <= last else { return nil }
        first = last - events.count + 1
        endedAt = fields.count >= 4 ? fields[3].integer.map { Timestamp(milliseconds: $0) } : nil
    }
}
