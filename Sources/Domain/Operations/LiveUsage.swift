internal import Synchronization

/// Tells those who watch of every call that begins, and again when it ends: of this process at once, of others by the rows of the log.
///
/// One task looks while somebody watches. A call of another process that ends within seconds has no row before its end, so it is told of
/// once.
public final class LiveUsage: Sendable {
    private let charges: any ChargeStore
    private let watch: UsageWatch
    private let clock: any WallClock
    private let spawn: TurnRunner.Spawn
    /// This process stops: those who watch are to go on at another one.
    private let isDraining: @Sendable () -> Bool
    private let state = Mutex(State())

    private struct State {
        var serial = 0
        var seats: [Int: LiveSeat] = [:]
        var isLooking = false
    }

    /// Of one session.
    public static let mostSeats = 4
    /// How many rows somebody sees who begins to watch.
    public static let shown = 20
    static let interval = Duration.milliseconds(250)
    /// The log is read at every so manieth look.
    static let looksOfLog = 4

    public init(
        _ charges: any ChargeStore, watch: UsageWatch, clock: any WallClock, spawn: @escaping TurnRunner.Spawn,
        isDraining: @escaping @Sendable () -> Bool
    ) {
        self.charges = charges
        self.watch = watch
        self.clock = clock
        self.spawn = spawn
        self.isDraining = isDraining
    }

    /// `user`: whose calls alone are told of; nil for everybody's. Throws `tooManyStreams`. Followed by `leave`.
    public func join(of user: ID<User>?, by session: [UInt8]) throws(ChatError) -> LiveSeat {
        guard !isDraining() else { throw .unavailable(what: "restarting") }
        let seat = state.withLock { state -> LiveSeat? in
            guard state.seats.values.count(where: { $0.session == session }) < Self.mostSeats else { return nil }
            state.serial += 1
            let seat = LiveSeat(state.serial, of: user, by: session)
            state.seats[state.serial] = seat
            return seat
        }
        guard let seat else { throw .tooManyStreams(limit: Self.mostSeats) }
        // Before the newest rows are read: what changes after that is told.
        watch.watch(true)
        return seat
    }

    /// What stands in the log when it begins, newest first.
    public func newest(for seat: LiveSeat) async throws(ChatError) -> [UsageRow] {
        let rows = try await charges.list(
            UsageFilter(user: seat.user), after: nil, Page(offset: 0, limit: Self.shown))
        let isFirst = state.withLock { state in
            defer { state.isLooking = true }
            return !state.isLooking
        }
        if isFirst { _ = spawn { await self.look() } }
        return rows
    }

    public func leave(_ seat: LiveSeat) {
        state.withLock { state in
            state.seats[seat.number] = nil
            // Whoever looks finds that nobody is left; without them nobody would.
            if state.seats.isEmpty, !state.isLooking { watch.watch(false) }
        }
    }

    /// Until the last has gone.
    private func look() async {
        var told = ToldCalls(since: clock.now)
        for number in 1... {
            await clock.sleep(Self.interval)
            let seats = state.withLock { state in
                state.isLooking = !state.seats.isEmpty
                if state.seats.isEmpty { watch.watch(false) }
                return Array(state.seats.values)
            }
            guard !seats.isEmpty else { return }
            if isDraining() { return seats.forEach { $0.close() } }
            // A store that is away tells nothing; it is asked again.
            let rows = (try? await news(&told, readsLog: number % Self.looksOfLog == 0)) ?? []
            for seat in seats { seat.tell(rows.filter { seat.user == nil || $0.entry.charge.payer.user == seat.user }) }
        }
    }

    /// What has begun or ended since the last look, the oldest first.
    private func news(_ told: inout ToldCalls, readsLog: Bool) async throws(ChatError) -> [UsageRow] {
        let noted = watch.take()
        var rows = try await charges.rows(of: noted.calls)
        if !noted.turns.isEmpty { rows += try await charges.rows(of: noted.turns) }
        if readsLog {
            let now = clock.now
            var filter = UsageFilter()
            filter.since = now - ToldCalls.window
            let newest = try await charges.list(filter, after: nil, Page(offset: 0, limit: ToldCalls.most))
            rows += newest.reversed()
            let others = told.running(except: newest)
            if !others.isEmpty { rows += try await charges.rows(of: others) }
            told.forget(before: now)
        }
        return rows.filter { told.take($0.entry) }
    }
}

/// The calls that were told of, so that each of their two events is told once.
struct ToldCalls {
    private var calls: [Key<Charge>: (at: Timestamp, isOver: Bool)] = [:]
    private let start: Timestamp

    /// How far back the log is read for calls that began.
    static let window = Duration.seconds(60)
    /// Rows of one look.
    static let most = 200
    private static let kept = Duration.seconds(600)
    private static let longest = Duration.seconds(86_400)

    init(since start: Timestamp) { self.start = start }

    /// Whether it is news.
    mutating func take(_ entry: UsageEntry) -> Bool {
        let isOver = entry.status != .inProgress
        if let known = calls[entry.charge.id], known.isOver || !isOver { return false }
        let isNew = calls[entry.charge.id] == nil
        calls[entry.charge.id] = (entry.endedAt ?? entry.charge.at, isOver)
        // What was over before anybody watched, in the first look.
        return !isNew || !isOver || entry.endedAt.map { $0 >= start - .seconds(2) } ?? true
    }

    /// Those that run, as far as is known, and are not among these rows.
    func running(except rows: [UsageRow]) -> [Key<Charge>] {
        let found = Set(rows.map(\.entry.charge.id))
        return Array(calls.lazy.filter { !$0.value.isOver && !found.contains($0.key) }.map(\.key).prefix(Self.most))
    }

    mutating func forget(before now: Timestamp) {
        calls = calls.filter { $0.value.at >= now - ($0.value.isOver ? Self.kept : Self.longest) }
    }
}
