public import Database
public import Domain
import Synchronization

/// Quotas of any number of processes, in Redis, by the clock of Redis alone; complete or not used at all.
///
/// Whenever Redis is not known to be complete (lost, flushed, started again, an old copy, another server) what runs is read from the
/// SQL ledger before anybody is admitted, and each counter made of its rows when it is first needed. For that a turn must be reserved once more, under the same
/// id, after its row is stored: a place that was taken but not yet stored when Redis was lost is then found missing.
public final class RedisQuotaLedger: QuotaLedger {
    let client: RedisClient
    let archive: any LedgerArchive
    let keys: QuotaKeys
    let epochs: QuotaEpochs
    /// In tests: the time, in place of that of Redis.
    let time: (any WallClock)?
    let undelivered = Mutex(UndeliveredEnds())
    private let wentBack: @Sendable (Duration) -> Void
    private let calendar: any CivilCalendar
    private let bounds = Mutex<QuotaBounds?>(nil)
    private let makers = CounterMakers<RedisError>()

    /// `grace` is how long other processes get to store what they know, before the counters are made anew.
    /// `zone` names the calendar's time zone: counters of another one do not count. `rebuilt` is told, for the log, how
    /// many entries of the ledger the counters were made from, `wentBack` by how much the clock of Redis went back.
    public convenience init(
        client: RedisClient, archive: any LedgerArchive, calendar: any CivilCalendar, zone: String,
        prefix: String = "cm:", grace: Duration = .zero, wentBack: @escaping @Sendable (Duration) -> Void = { _ in },
        rebuilt: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.init(
            client, archive, calendar, zone: zone, prefix: prefix, time: nil, grace: grace, wentBack: wentBack,
            rebuilt: rebuilt)
    }

    /// For tests, by the clock `time` in place of that of Redis.
    package init(
        _ client: RedisClient, _ archive: any LedgerArchive, _ calendar: any CivilCalendar, zone: String = "UTC",
        prefix: String, time: (any WallClock)?, grace: Duration = .zero,
        wentBack: @escaping @Sendable (Duration) -> Void = { _ in },
        rebuilt: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.client = client
        self.archive = archive
        self.calendar = calendar
        self.time = time
        self.wentBack = wentBack
        keys = QuotaKeys(prefix: prefix)
        epochs = QuotaEpochs(
            QuotaRebuild(client: client, archive: archive, keys: keys, time: time),
            zone: zone, grace: grace, rebuilt: rebuilt)
    }

    /// Finds the counters complete, or makes them so. Not needed, but a start that fails is better known early.
    public func start() async throws(ChatError) { _ = try await epochs.current() }

    public func reserve(_ id: Key<Charge>, _ use: QuotaUse, asking message: Key<Message>?, under limits: [Limit])
        async throws(ChatError) -> Reservation?
    {
        let (answer, epoch) = try await ask(QuotaQuestion(id, use, message, limits))
        switch answer {
        case .sentBefore: return nil
        case .taken(let moment): return Reservation(id: id, user: use.payer.user, at: moment, epoch: epoch.tag)
        case .full(let stop): throw .quotaExceeded(stop)
        case .usage: throw Self.unavailable
        }
    }

    public func move(_ id: Key<Charge>, to use: QuotaUse, under limits: [Limit]) async throws(ChatError) -> Bool {
        switch try await ask(QuotaQuestion(id, use, nil, limits, moves: true)).answer {
        case .taken: true
        default: false
        }
    }

    public func usage(of use: QuotaUse, under limits: [Limit]) async throws(ChatError) -> [WindowUsage] {
        guard case .usage(let usage) = try await ask(QuotaQuestion(nil, use, nil, limits)).answer else {
            throw Self.unavailable
        }
        return usage
    }

    public func adjust(_ id: Key<Charge>, to total: QuotaTotal) async { await end(id, .open(total)) }

    public func commit(_ id: Key<Charge>, _ total: QuotaTotal) async { await end(id, .committed(total)) }

    public func refund(_ id: Key<Charge>) async { await end(id, .refunded) }

    public func stands(_ reservation: Reservation) -> Bool { epochs.known?.tag == reservation.epoch }

    public func isComplete() async -> Bool {
        guard let known = epochs.known else { return false }
        let look = [["GET", keys.epoch].map { Array($0.utf8) }]
        let found = try? await client.pipeline(look, onlyOn: known.run)
        guard let reply = try? found?.first?.orThrow(), reply.text == known.text else {
            epochs.forget(known)
            return false
        }
        return true
    }

    static let unavailable = ChatError.unavailable(what: "quota")
}

// MARK: Asking

extension RedisQuotaLedger {
    /// Repeats what may be repeated: a script that has run already finds its own record.
    private func ask(_ question: QuotaQuestion) async throws(ChatError) -> (answer: QuotaAnswer, epoch: QuotaEpoch) {
        var mayHaveRun = false
        // What was taken for nobody is given back as soon as Redis hears of it.
        defer { if mayHaveRun, !question.moves, let charge = question.charge { keep(.refunded, for: charge) } }
        for _ in 0..<12 {
            let epoch = try await epochs.current()
            do throws(RedisError) {
                let bounds = try await currentBounds()
                let (count, words) = question.words(keys, epoch, time?.now, bounds)
                let reply = try await client.run(QuotaScripts.reserve, keys: count, words, onlyOn: epoch.run)
                switch QuotaReply(reply, for: question.limits) {
                case .answer(let answer):
                    mayHaveRun = false
                    return (answer, epoch)
                case .missing(let places):
                    try await make(places.map { question.counter($0) }, bounds, in: epoch)
                case .otherEpoch: epochs.forget(epoch)
                case .wentBack(let lead):
                    wentBack(lead)
                    epochs.forget(epoch)
                case .otherTime(let now): self.bounds.withLock { $0 = QuotaBounds(around: now, calendar) }
                case nil: throw .malformed
                }
            } catch .otherServer {
                epochs.forget(epoch)
            } catch .lost {
                mayHaveRun = true
            } catch {
                mayHaveRun = mayHaveRun || error.isUndecided
                throw Self.unavailable
            }
        }
        throw Self.unavailable
    }

    private func make(_ counters: [QuotaCounter], _ bounds: QuotaBounds, in epoch: QuotaEpoch)
        async throws(RedisError)
    {
        let seeds = QuotaSeeds(client: client, archive: archive, keys: keys, time: time, epoch: epoch)
        try await makers.make(counters) { counters throws(RedisError) in try await seeds.make(counters, bounds) }
    }

    private func currentBounds() async throws(RedisError) -> QuotaBounds {
        if let bounds = bounds.withLock({ $0 }) { return bounds }
        let now = try await client.now(or: time)
        return bounds.withLock { bounds in
            let made = QuotaBounds(around: now, calendar)
            bounds = made
            return made
        }
    }
}

extension RedisClient {
    /// The time of Redis, or in tests of another clock.
    func now(or time: (any WallClock)?) async throws(RedisError) -> Timestamp {
        if let time { return time.now }
        let reply = try await pipeline([[Array("TIME".utf8)]])[0].array
        guard let reply, reply.count == 2, let seconds = reply[0].integer, let micros = reply[1].integer else {
            throw .malformed
        }
        return Timestamp(milliseconds: seconds * 1000 + micros / 1000)
    }
}
