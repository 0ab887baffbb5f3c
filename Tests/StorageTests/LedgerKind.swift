import Database
import Domain
import Synchronization
import TestKit

@testable import Live
@testable import Storage

/// The quota ledgers that the contract runs on.
enum LedgerKind: CaseIterable, Sendable {
    case memory, redis

    /// A ledger that has counted `entries` at its start.
    func make(
        _ clock: ManualClock, _ calendar: any CivilCalendar = UTCCalendar(), restoring entries: [LedgerEntry] = []
    ) async throws -> any QuotaLedger {
        try await make(clock, calendar, over: ManualArchive(entries))
    }

    /// `wentBack` is told when the clock goes back.
    func make(
        _ clock: ManualClock, _ calendar: any CivilCalendar = UTCCalendar(), over archive: ManualArchive,
        wentBack: @escaping @Sendable (Duration) -> Void = { _ in }
    ) async throws -> any QuotaLedger {
        switch self {
        case .memory:
            let ledger = MemoryQuotaLedger(clock: clock, calendar: calendar, archive: archive, wentBack: wentBack)
            try await ledger.start()
            return ledger
        case .redis:
            return RedisQuotaLedger(
                try await .shared(), archive, calendar, prefix: .random(), time: clock, wentBack: wentBack)
        }
    }
}

extension RedisClient {
    static func shared() async throws -> RedisClient { try RedisClient(to: await .shared()) }

    convenience init(to server: RedisServer) throws {
        self.init(try RedisAddress(server.url), loops: [TestLoop.shared])
    }
}

extension String {
    /// A prefix of keys that no other test has.
    static func random() -> String { "t\(UInt32.random(in: 0 ... .max)):" }
}

/// A SQL ledger in memory.
final class ManualArchive: LedgerArchive {
    private let rows: Mutex<[Key<Charge>: Row]>

    struct Row {
        let user: ID<User>
        let at: Timestamp
        var standing: LedgerStanding
    }

    init(_ entries: [LedgerEntry] = []) {
        let rows = entries.map {
            ($0.charge, Row(user: $0.user, at: $0.at, standing: $0.isSettled ? .committed : .reserved))
        }
        self.rows = Mutex(Dictionary(uniqueKeysWithValues: rows))
    }

    func store(_ place: Reservation, _ standing: LedgerStanding = .reserved) {
        rows.withLock { $0[place.id] = Row(user: place.user, at: place.at, standing: standing) }
    }

    /// As in the real one, what has ended stays as it is.
    func settle(_ turn: Key<Charge>, _ standing: LedgerStanding) {
        rows.withLock { if $0[turn]?.standing == .reserved { $0[turn]!.standing = standing } }
    }

    func count(_ user: ID<User>) -> Int {
        rows.withLock { $0.values.count { $0.user == user && $0.standing != .refunded } }
    }

    func entries(since moment: Timestamp) async throws(ChatError) -> [LedgerEntry] {
        rows.withLock { rows in
            rows.filter { $0.value.at >= moment && $0.value.standing != .refunded }.map { turn, row in
                LedgerEntry(charge: turn, user: row.user, at: row.at, isSettled: row.standing == .committed)
            }
        }
    }

    func standings(of turns: [Key<Charge>]) async throws(ChatError) -> [Key<Charge>: LedgerStanding] {
        rows.withLock { rows in
            Dictionary(uniqueKeysWithValues: turns.compactMap { turn in rows[turn].map { (turn, $0.standing) } })
        }
    }
}
