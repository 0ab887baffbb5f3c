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
        _ clock: ManualClock, _ calendar: any CivilCalendar = UTCCalendar(), over archive: any LedgerArchive,
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

/// One row that counts.
struct LedgerEntry: Sendable, Equatable {
    let charge: Key<Charge>
    let user: ID<User>
    let at: Timestamp
    let isSettled: Bool
}

/// A SQL ledger in memory.
final class ManualArchive: LedgerArchive {
    private let rows: Mutex<[Key<Charge>: Row]>

    struct Row {
        var use: QuotaUse
        let at: Timestamp
        var standing: LedgerState
        var total: QuotaTotal { QuotaTotal(tokens: use.cost.tokens, money: use.cost.money) }
    }

    init(_ entries: [LedgerEntry] = []) {
        let rows = entries.map {
            let use = QuotaUse(by: Payer($0.user))
            return ($0.charge, Row(use: use, at: $0.at, standing: $0.isSettled ? .committed : .reserved))
        }
        self.rows = Mutex(Dictionary(uniqueKeysWithValues: rows))
    }

    func store(_ place: Reservation, _ standing: LedgerState = .reserved, _ use: QuotaUse? = nil) {
        let use = use ?? QuotaUse(by: Payer(place.user))
        rows.withLock { $0[place.id] = Row(use: use, at: place.at, standing: standing) }
    }

    /// As in the real one, what has ended stays as it is.
    func settle(_ turn: Key<Charge>, _ standing: LedgerState, _ total: QuotaTotal = QuotaTotal()) {
        rows.withLock { rows in
            guard rows[turn]?.standing == .reserved else { return }
            rows[turn]!.standing = standing
            if let tokens = total.tokens { rows[turn]!.use.cost.tokens = tokens }
            if let money = total.money { rows[turn]!.use.cost.money = money }
        }
    }

    func count(_ user: ID<User>) -> Int {
        rows.withLock { $0.values.count { $0.use.payer.user == user && $0.standing != .refunded } }
    }

    /// What counts, with its moment.
    var uses: [(use: QuotaUse, at: Timestamp)] {
        rows.withLock { $0.values.filter { $0.standing != .refunded }.map { ($0.use, $0.at) } }
    }

    /// All that counts, whether or not it is settled.
    var entries: [LedgerEntry] {
        rows.withLock { rows in
            rows.filter { $0.value.standing != .refunded }.map { turn, row in
                LedgerEntry(
                    charge: turn, user: row.use.payer.user, at: row.at, isSettled: row.standing == .committed)
            }
        }
    }

    func open() async throws(ChatError) -> [OpenCharge] {
        rows.withLock { rows in
            rows.filter { $0.value.standing == .reserved }.map { OpenCharge($0, $1.use, at: $1.at) }
        }
    }

    func tally(
        of counter: QuotaCounter, in span: ClosedRange<Timestamp>, by bucket: Int64?, except: Set<Key<Charge>>
    ) async throws(ChatError) -> [Timestamp: Int] {
        rows.withLock { rows in
            var amounts: [Timestamp: Int] = [:]
            for (id, row) in rows where row.standing == .committed && span.contains(row.at) && !except.contains(id) {
                guard row.use.subjects.contains(counter.subject), let cost = counter.spec.cost(of: row.use) else {
                    continue
                }
                let at = row.at.milliseconds
                let start = bucket.map { Timestamp(milliseconds: at - at % $0) } ?? span.lowerBound
                amounts[start, default: 0] += cost
            }
            return amounts
        }
    }

    func edges(around moment: Timestamp) async throws(ChatError) -> (latest: Timestamp?, next: Timestamp?) {
        let moments = entries.map(\.at)
        return (moments.filter { $0 <= moment }.max(), moments.filter { $0 > moment }.min())
    }

    func standings(of turns: [Key<Charge>]) async throws(ChatError) -> [Key<Charge>: LedgerStanding] {
        rows.withLock { rows in
            Dictionary(
                uniqueKeysWithValues: turns.compactMap { turn in
                    rows[turn].map { (turn, LedgerStanding($0.standing, $0.total)) }
                })
        }
    }
}

extension QuotaLedger {
    func reserve(_ id: Key<Charge>, for user: ID<User>, asking message: Key<Message>?, under limits: [Limit])
        async throws(ChatError) -> Reservation?
    {
        try await reserve(id, QuotaUse(by: Payer(user)), asking: message, under: limits)
    }

    @discardableResult
    func reserve(_ id: Key<Charge>, for user: ID<User>, under limits: [Limit]) async throws(ChatError) -> Reservation {
        try await reserve(id, QuotaUse(by: Payer(user)), under: limits)
    }

    func usage(of user: ID<User>, under limits: [Limit]) async throws(ChatError) -> [WindowUsage] {
        try await usage(of: QuotaUse(by: Payer(user)), under: limits)
    }
}

extension Bench {
    /// The rows of the ledger that count, in the order of time.
    func entries(since moment: Timestamp) async throws -> [LedgerEntry] {
        try await database.read { session in
            try session.rows(
                """
                SELECT id, user_id, created_at, quota FROM charges
                WHERE created_at >= \(moment) AND quota <> \(Settlement.refunded) ORDER BY created_at
                """
            ).map { row in
                LedgerEntry(
                    charge: try row["id"], user: try row["user_id"], at: try row["created_at"],
                    isSettled: try row["quota"] == Settlement.committed.rawValue)
            }
        }
    }
}
