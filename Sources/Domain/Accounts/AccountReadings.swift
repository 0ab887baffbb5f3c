internal import Synchronization

/// Reads what is left of accounts that nobody asks: the windows of ChatGPT accounts, and the credit of API keys. One account at a time;
/// one that does not tell is asked more and more seldom. Nothing that is asked costs anything.
public final class AccountReadings: Sendable {
    private let pool: AccountPool
    private let accounts: any AccountStore
    private let settings: any SettingStore
    private let watch: AccountWatch
    private let clock: any WallClock
    private let failures = Mutex<[ID<Account>: (count: Int, at: Timestamp)]>([:])

    static let windowsEvery = Duration.seconds(30 * 60)
    static let longestPause = Duration.seconds(6 * 3600)

    public init(
        pool: AccountPool, accounts: any AccountStore, settings: any SettingStore, watch: AccountWatch,
        clock: any WallClock
    ) {
        self.pool = pool
        self.accounts = accounts
        self.settings = settings
        self.watch = watch
        self.clock = clock
    }

    /// Reads those whose time has come. Every minute, in one process for all.
    public func round() async {
        guard let found = try? await accounts.lastReadings(), let values = try? await settings.values() else { return }
        let balanceEvery = try? Setting.balancePeriod(
            values[Setting.balanceMinutes.name] ?? Setting.balanceMinutes.standard)
        failures.withLock { failures in
            let known = Set(found.map(\.id))
            failures = failures.filter { known.contains($0.key) }
        }
        for last in found {
            guard !Task.isCancelled else { return }
            let period = last.provider.tellsUsageFreely ? Self.windowsEvery : balanceEvery ?? nil
            if let period, isDue(last, every: period) { await read(last.id) }
        }
    }

    private func isDue(_ last: LastReading, every period: Duration) -> Bool {
        let now = clock.now
        // Ten percent more or less, so that accounts of one moment are not read in one.
        let period = period * Int(90 + last.id.value % 21) / 100
        if let failed = failures.withLock({ $0[last.id] }), failed.at <= now {
            let pause = min(period * (1 << min(failed.count, 10)), max(Self.longestPause, period))
            guard failed.at + pause <= now else { return false }
        }
        let told = pool.windows(of: last.id)?.readAt
        let moment = max(told ?? Timestamp(milliseconds: 0), last.readAt ?? Timestamp(milliseconds: 0))
        return moment > now || moment + period <= now
    }

    private func read(_ id: ID<Account>) async {
        do {
            let account = try await accounts.find(id)
            guard account.status == .enabled, account.unreadable.isEmpty else { return }
            // What needs a person is left alone.
            guard pool.health(of: id).until != nil || pool.health(of: id).state == .healthy else { return }
            let reading = try await watch.read(account, key: try await accounts.key(of: id))
            guard reading == nil else {
                failures.withLock { $0[id] = nil }
                return
            }
        } catch {
            // What is wrong is met again the next time.
        }
        failures.withLock { $0[id] = (($0[id]?.count ?? 0) + 1, clock.now) }
    }
}

/// When an account that is read was read last.
public struct LastReading: Sendable {
    public let id: ID<Account>
    public let provider: Provider
    public let readAt: Timestamp?

    public init(_ id: ID<Account>, _ provider: Provider, readAt: Timestamp?) {
        self.id = id
        self.provider = provider
        self.readAt = readAt
    }
}
