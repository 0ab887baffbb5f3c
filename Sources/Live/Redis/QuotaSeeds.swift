internal import Database
internal import Domain

/// Makes counters of an epoch from the rows, when they are first needed.
///
/// What is held in Redis (open, or kept a moment ago) is named first, then the rows without it are added up as they were until then,
/// and at the end what is held is added by Redis itself: so each charge is counted once, whatever happens meanwhile.
struct QuotaSeeds {
    let client: RedisClient
    let archive: any LedgerArchive
    let keys: QuotaKeys
    let time: (any WallClock)?
    let epoch: QuotaEpoch

    /// Returns also when somebody else has made them, or the epoch is another one.
    func make(_ counters: [QuotaCounter], _ bounds: QuotaBounds) async throws(RedisError) {
        for _ in 0..<4 {
            guard let (now, held) = try await held() else { return }
            var isDone = true
            for counter in counters where try await !make(counter, bounds, now, held) { isDone = false }
            if isDone { return }
        }
    }

    private var shared: [String] { [keys.epoch, keys.clock, keys.open(epoch), keys.kept(epoch)] }

    private var head: [String] { [epoch.text, time.map { String($0.now.milliseconds) } ?? ""] }

    /// Nil when the epoch is another one.
    private func held() async throws(RedisError) -> (now: Timestamp, charges: Set<Key<Charge>>)? {
        let reply = try await client.run(
            QuotaScripts.held, keys: shared, arguments: head.map { Array($0.utf8) }, onlyOn: epoch.run)
        guard let parts = reply.array, let word = parts.first?.text else { throw .malformed }
        guard word == "HELD" else { return nil }
        guard parts.count > 1, let now = parts[1].text.flatMap({ Int64($0) }) else { throw .malformed }
        let charges = parts.dropFirst(2).compactMap { $0.text.flatMap { Key<Charge>($0) } }
        return (Timestamp(milliseconds: now), Set(charges))
    }

    /// False when it has to be tried again.
    private func make(_ counter: QuotaCounter, _ bounds: QuotaBounds, _ now: Timestamp, _ held: Set<Key<Charge>>)
        async throws(RedisError) -> Bool
    {
        var (from, window): (Timestamp, [String])
        switch counter.spec.window {
        case .calendar(let span):
            // The reserving script will ask for other bounds.
            guard let present = bounds.window(span, holding: now) else { return true }
            (from, window) = (
                present.lowerBound, [present.lowerBound, present.upperBound].map { String($0.milliseconds) }
            )
        case .rolling(let span):
            (from, window) = (now - span - .milliseconds(counter.spec.window.resolution), ["", ""])
        }
        let rows: [Timestamp: Int]
        do {
            rows = try await archive.tally(of: counter, in: from...now, by: counter.spec.window.bucket, except: held)
        } catch {
            throw .unreachable("the ledger")
        }
        let known = held.map(\.text)
        let arguments =
            head + [counter.spec.field, counter.subject.keyName, String(now.milliseconds)] + window
            + [String(known.count)] + known + rows.flatMap { [String($0.key.milliseconds), String($0.value)] }
        let reply = try await client.run(
            QuotaScripts.seed, keys: shared + [keys.subjects(epoch) + counter.subject.keyName],
            arguments: arguments.map { Array($0.utf8) }, onlyOn: epoch.run)
        return reply.array?.first?.text != "AGAIN"
    }
}
