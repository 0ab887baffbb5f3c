internal import Database
internal import Domain

/// Makes the counters of a new epoch from the SQL ledger.
///
/// Nobody sees them before they are complete: their keys carry the new epoch's tag, and it is published last, by a script
/// that looks whether the lock is still held. So a builder that fell behind harms nobody.
struct QuotaRebuild: Sendable {
    let client: RedisClient
    let archive: any LedgerArchive
    let calendar: any CivilCalendar
    let keys: QuotaKeys
    let time: (any WallClock)?

    /// The lock outlives a builder that died by so much.
    private static let lockMilliseconds = "10000"
    private static let commandsAtOnce = 500

    /// The epoch that Redis knows as complete, if it was made on this run of the server.
    func published(on run: String) async throws(RedisError) -> QuotaEpoch? {
        let reply = try await ask(["GET", keys.epoch], onlyOn: run)
        guard let parts = reply.text?.split(separator: " ", maxSplits: 2), parts.count == 3, parts[1] == run else {
            return nil
        }
        return QuotaEpoch(tag: String(parts[0]), run: run, zone: String(parts[2]))
    }

    /// True when this process may rebuild now.
    func lock(for epoch: QuotaEpoch) async throws(RedisError) -> Bool {
        let command = ["SET", keys.lock, epoch.tag, "NX", "PX", Self.lockMilliseconds]
        return try await ask(command, onlyOn: epoch.run).text == "OK"
    }

    func unlock(_ epoch: QuotaEpoch) async {
        _ = try? await client.run(
            QuotaScripts.unlock, keys: [keys.lock], arguments: [Array(epoch.tag.utf8)], onlyOn: epoch.run)
    }

    /// Under the lock. Returns how many entries count.
    func run(for epoch: QuotaEpoch) async throws(RedisError) -> Int {
        var now = try await client.now(or: time)
        let entries: [LedgerEntry]
        do {
            let horizon = QuotaBounds(around: now, calendar).horizon(at: now)
            entries = try await archive.entries(since: horizon)
        } catch {
            throw .unreachable("the ledger")
        }
        // Windows that were counted ahead of this clock must not be opened again by it.
        let latest = entries.lazy.map(\.at).filter { [now] in $0 <= now + Reservation.acceptedLead }.max()
        now = max(now, latest ?? now)
        let counting = entries.filter { [now] in $0.at <= now }
        try await write(counting, at: now, epoch)
        let due = entries.lazy.map(\.at).filter { [now] in $0 > now }.min().map { String($0.milliseconds) }
        let published = try await client.run(
            QuotaScripts.publish, keys: [keys.lock, keys.epoch, keys.clock, keys.due],
            arguments: [epoch.tag, epoch.text, String(now.milliseconds), due ?? ""].map { Array($0.utf8) },
            onlyOn: epoch.run)
        guard published == .integer(1) else { throw .unreachable("the lock was lost") }
        return counting.count
    }

    private func write(_ entries: [LedgerEntry], at now: Timestamp, _ epoch: QuotaEpoch) async throws(RedisError) {
        let bounds = QuotaBounds(around: now, calendar)
        var members: [ID<User>: RebuiltMember] = [:]
        for entry in entries {
            members[entry.user, default: RebuiltMember(user: entry.user)].count(entry, bounds, at: now)
        }
        var commands: [[String]] = []
        for member in members.values {
            commands += member.commands(keys, epoch, bounds, at: now)
            guard commands.count >= Self.commandsAtOnce else { continue }
            try await send(commands, epoch)
            commands = []
        }
        try await send(commands, epoch)
    }

    private func send(_ commands: [[String]], _ epoch: QuotaEpoch) async throws(RedisError) {
        for start in stride(from: 0, to: commands.count, by: Self.commandsAtOnce) {
            let part = commands[start..<min(start + Self.commandsAtOnce, commands.count)]
            let guarded = [["GET", keys.lock], ["PEXPIRE", keys.lock, Self.lockMilliseconds]] + part
            let replies = try await client.pipeline(
                guarded.map { $0.map { Array($0.utf8) } }, onlyOn: epoch.run)
            for reply in replies { _ = try reply.orThrow() }
            guard replies[0].text == epoch.tag else { throw .unreachable("the lock was lost") }
        }
    }

    private func ask(_ words: [String], onlyOn run: String) async throws(RedisError) -> RedisReply {
        try await client.pipeline([words.map { Array($0.utf8) }], onlyOn: run)[0].orThrow()
    }
}

/// One member's counters, as the ledger tells them.
private struct RebuiltMember {
    let user: ID<User>
    private var counts = [0, 0, 0]
    private var recent: [(turn: Key<Charge>, at: Timestamp)] = []
    private var records: [Record] = []

    private struct Record {
        let turn: Key<Charge>
        let at: Timestamp
        /// Where the present windows begin that it counts in.
        let windows: [Timestamp?]
        let isOpen: Bool
    }

    init(user: ID<User>) { self.user = user }

    mutating func count(_ entry: LedgerEntry, _ bounds: QuotaBounds, at now: Timestamp) {
        let at = entry.at
        let windows = bounds.present.map { $0.contains(at) ? $0.lowerBound : nil }
        for (index, start) in windows.enumerated() where start != nil { counts[index] += 1 }
        let isRecent = now < at + QuotaWindow.rollingSpan
        if isRecent { recent.append((entry.charge, at)) }
        guard isRecent || !entry.isSettled else { return }
        records.append(Record(turn: entry.charge, at: at, windows: windows, isOpen: !entry.isSettled))
    }

    func commands(_ keys: QuotaKeys, _ epoch: QuotaEpoch, _ bounds: QuotaBounds, at now: Timestamp) -> [[String]] {
        var commands: [[String]] = []
        let calendar = keys.calendar(of: user, epoch)
        var fields: [String] = []
        for (index, window) in bounds.present.enumerated() {
            fields += ["\(index + 1)f", "\(window.lowerBound.milliseconds)"]
            fields += ["\(index + 1)t", "\(window.upperBound.milliseconds)", "\(index + 1)n", "\(counts[index])"]
        }
        let last = bounds.present.map(\.upperBound).max() ?? now
        commands.append(["HSET", calendar] + fields)
        commands.append(["PEXPIRE", calendar, String((last - now).inMilliseconds + 3_600_000)])
        let hour = keys.hour(of: user, epoch)
        for (turn, at) in recent { commands.append(["ZADD", hour, String(at.milliseconds), turn.text]) }
        if !recent.isEmpty { commands.append(["PEXPIRE", hour, "3660000"]) }
        for record in records { commands += self.commands(for: record, keys, epoch) }
        return commands
    }

    private func commands(for record: Record, _ keys: QuotaKeys, _ epoch: QuotaEpoch) -> [[String]] {
        let key = keys.record(of: record.turn, user, epoch)
        var fields = ["at", String(record.at.milliseconds)]
        for (index, start) in record.windows.enumerated() {
            if let start { fields += [String(index + 1), String(start.milliseconds)] }
        }
        let set = [["HSET", key] + fields, ["PEXPIRE", key, record.isOpen ? "172800000" : "3660000"]]
        guard record.isOpen else { return set }
        let open = OpenPlace(user: user, at: record.at).text
        return set + [
            ["HSET", keys.open(epoch), record.turn.text, open], ["PEXPIRE", keys.open(epoch), "172800000"],
        ]
    }
}
