internal import Database
internal import Domain

/// Begins a new epoch with what the SQL ledger says is open; its counters are made when they are first needed.
///
/// Nobody sees it before it is complete: its keys carry the new epoch's tag, and it is published last, by a script
/// that looks whether the lock is still held. So a builder that fell behind harms nobody.
struct QuotaRebuild: Sendable {
    let client: RedisClient
    let archive: any LedgerArchive
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

    /// Under the lock. Returns how many charges are open.
    func run(for epoch: QuotaEpoch) async throws(RedisError) -> Int {
        var now = try await client.now(or: time)
        let (open, edges): ([OpenCharge], (latest: Timestamp?, next: Timestamp?))
        do {
            open = try await archive.open()
            edges = try await archive.edges(around: now + Reservation.acceptedLead)
        } catch {
            throw .unreachable("the ledger")
        }
        // Windows that were counted ahead of this clock must not be opened again by it.
        now = max(now, edges.latest ?? now)
        let running = open.filter { [now] in $0.at <= now }
        try await send(
            running.flatMap { charge in
                [
                    ["HSET", keys.open(epoch), charge.id.text, QuotaEntry(charge.use, at: charge.at).text],
                    ["PEXPIRE", keys.open(epoch), "172800000"],
                ]
            }, epoch)
        let due = edges.next.map { String($0.milliseconds) }
        let published = try await client.run(
            QuotaScripts.publish, keys: [keys.lock, keys.epoch, keys.clock, keys.due, keys.born],
            arguments: [epoch.tag, epoch.text, String(now.milliseconds), due ?? ""].map { Array($0.utf8) },
            onlyOn: epoch.run)
        guard published == .integer(1) else { throw .unreachable("the lock was lost") }
        return running.count
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
