/// Work of which one process at a time does its rounds, for all. Two may overlap when the store is away for long in the middle of
/// a round, so a round done twice must do no harm.
public struct LeasedWork: Sendable {
    private let lease: Lease
    private let leases: any LeaseStore
    private let clock: any WallClock

    /// After so long without a sign of the process that had it, another one takes over.
    public static let term = Duration.seconds(15)
    /// How often is looked whether the lease is free, or its term is begun anew.
    static let interval = Duration.seconds(5)

    public init(_ lease: Lease, of leases: any LeaseStore, clock: any WallClock) {
        self.lease = lease
        self.leases = leases
        self.clock = clock
    }

    /// Until the task is cancelled: a round every `span` while this process has the lease, the first one as soon as it gets it.
    public func run(every span: Duration, _ round: () async -> Void) async {
        var last: Timestamp?
        while !Task.isCancelled {
            await clock.sleep(min(span, Self.interval))
            guard !Task.isCancelled else { return }
            guard await take() else {
                last = nil
                continue
            }
            let now = clock.now
            // A clock that went back makes a round due, instead of none for as long.
            if let last, last <= now, now < last + span { continue }
            last = now
            await keeping(round)
        }
    }

    /// For a process that stops: another one goes on within seconds.
    public func giveBack() async { try? await leases.giveBack(lease) }

    /// A store that cannot say who has it lets nobody work.
    private func take() async -> Bool { (try? await leases.take(lease, for: Self.term)) ?? false }

    /// A round may take longer than the term.
    private func keeping(_ round: () async -> Void) async {
        await withTaskGroup { group in
            group.addTask {
                while !Task.isCancelled {
                    await clock.sleep(Self.interval)
                    if !Task.isCancelled { _ = await take() }
                }
            }
            await round()
            group.cancelAll()
        }
    }
}
