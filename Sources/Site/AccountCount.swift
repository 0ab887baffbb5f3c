import Domain
import Synchronization
import Web

/// How many accounts there are, for strangers who ask: the store is asked once a second at most, and when it does not answer in time
/// the last number counts.
final class AccountCount: Sendable {
    private let probe: StoreProbe
    private let last: Last

    private final class Last: Sendable {
        let number = Mutex(0)
    }

    init(clock: any WallClock, spawn: @escaping TurnRunner.Spawn, _ accounts: any AccountStore) {
        let last = Last()
        self.last = last
        probe = StoreProbe("accounts", clock: clock, spawn: spawn) {
            guard let one = try? await accounts.list(Page(offset: 0, limit: 1), matching: nil) else { return false }
            last.number.withLock { $0 = one.total }
            return true
        }
    }

    func current() async -> Int {
        _ = await StoreProbe.missing(among: [probe])
        return last.number.withLock { $0 }
    }
}
