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
            guard let held = try await held(of: Set(counters.map(\.subject.keyName))) else { return }
            var isDone = true
            for counter in counters where try await !make(counter, bounds, held) { isDone = false }
            if isDone { return }
        }
    }

    private var shared: [String] { [keys.epoch, keys.clock, keys.open(epoch), keys.kept(epoch), keys.born] }

    private var head: [String] { [epoch.text, time.map { String($0.now.milliseconds) } ?? ""] }

    private struct Held {
        let now: Timestamp
        /// The latest moment whose rows are asked for.
        let read: Timestamp
        let charges: Set<Key<Charge>>
    }

    /// Nil when the epoch is another one.
    private func held(of subjects: Set<String>) async throws(RedisError) -> Held? {
        let reply = try await client.run(
            QuotaScripts.held, keys: shared, arguments: (head + subjects).map { Array($0.utf8) }, onlyOn: epoch.run)
        guard let parts = reply.array, let word = parts.first?.text else { throw .malformed }
        guard word == "HELD" else { return nil }
        let moments = parts.dropFirst().prefix(2).compactMap { $0.text.flatMap { Int64($0) } }
        guard moments.count == 2 else { throw .malformed }
        let charges = parts.dropFirst(3).compactMap { $0.text.flatMap { Key<Charge>($0) } }
        return Held(
            now: Timestamp(milliseconds: moments[0]), read: Timestamp(milliseconds: moments[1]), charges: Set(charges))
    }

    private static func words(_ window: Range<Timestamp>) -> [String] {
        [window.lowerBound, window.upperBound].map { String($0.milliseconds) }
    }

    /// False when it has to be tried again.
    private func make(_ counter: QuotaCounter, _ bounds: QuotaBounds, _ held: Held) async throws(RedisError) -> Bool {
        var (from, window): (Timestamp, [String])
        switch counter.spec.window {
        case .calendar(let span):
            // The reserving script will ask for other bounds.
            guard let present = bounds.window(span, holding: held.now) else { return true }
            (from, window) = (present.lowerBound, Self.words(present))
        case .lifetime: (from, window) = (QuotaWindow.everything.lowerBound, Self.words(QuotaWindow.everything))
        case .rolling(let span):
            (from, window) = (held.now - span - .milliseconds(counter.spec.window.resolution), ["", ""])
        }
        let rows: [Timestamp: Int]
        do {
            rows = try await archive.tally(
                of: counter, in: min(from, held.read)...held.read, by: counter.spec.window.bucket, except: held.charges)
        } catch {
            throw .unreachable("the ledger")
        }
        let known = held.charges.map(\.text)
        let arguments =
            head + [counter.spec.field, counter.subject.keyName, String(held.read.milliseconds)] + window
            + [String(known.count)] + known + rows.flatMap { [String($0.key.milliseconds), String($0.value)] }
        let reply = try await client.run(
            QuotaScripts.seed, keys: shared + [keys.subjects(epoch) + counter.subject.keyName],
            arguments: arguments.map { Array($0.utf8) }, onlyOn: epoch.run)
        return reply.array?.first?.text != "AGAIN"
    }
}
