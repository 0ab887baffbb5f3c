import Database
import Domain
import TestKit

@testable import Live

/// Ledgers one after the other or side by side, as processes are, over the same rows and the same Redis, while time passes for all.
final class QuotaTimes: Sendable {
    let kind: LedgerKind
    let clock: ManualClock
    let archive = ManualArchive()
    private let prefix = String.random()

    init(_ kind: LedgerKind, at start: Timestamp = ManualClock().now) {
        self.kind = kind
        clock = ManualClock(start)
    }

    /// A process that starts now. In memory there can be one at a time.
    func process(in zone: ZoneCalendar = .utc, named name: String = "zone") async throws -> any QuotaLedger {
        switch kind {
        case .memory:
            let ledger = MemoryQuotaLedger(clock: clock, calendar: zone, archive: archive)
            try await ledger.start()
            return ledger
        case .redis:
            return RedisQuotaLedger(
                try await .shared(), archive, zone, zone: name, prefix: prefix, time: clock)
        }
    }

    /// Also for Redis: what would have expired meanwhile is gone.
    func pass(to moment: Timestamp) async throws {
        let span = moment - clock.now
        clock.set(moment)
        guard kind == .redis, span > .zero else { return }
        let reply = try await RedisClient.shared().command(
            "EVAL",
            """
            for _, key in ipairs(redis.call('KEYS', ARGV[1] .. '*')) do
                local left = redis.call('PTTL', key)
                if left >= 0 and left <= tonumber(ARGV[2]) then redis.call('DEL', key)
                elseif left >= 0 then redis.call('PEXPIRE', key, string.format('%.0f', left - ARGV[2])) end
            end
            return 1
            """, "0", prefix, String(span.inMilliseconds))
        precondition(reply == .integer(1))
    }

    func pass(_ span: Duration) async throws { try await pass(to: clock.now + span) }

    /// As Redis may lose all that it has.
    func loseCounters() async throws {
        guard kind == .redis else { return }
        let reply = try await RedisClient.shared().command(
            "EVAL", "for _, key in ipairs(redis.call('KEYS', ARGV[1] .. '*')) do redis.call('DEL', key) end return 1",
            "0",
            prefix)
        precondition(reply == .integer(1))
    }

    /// Takes a place and keeps its row; nil when it is refused.
    func take(_ ledger: any QuotaLedger, _ use: QuotaUse, under limits: [Limit] = []) async throws -> Reservation? {
        do {
            let place = try await ledger.reserve(.random(), use, under: limits)
            archive.store(place, .reserved, use)
            return place
        } catch ChatError.quotaExceeded {
            return nil
        }
    }

    /// As a process does it: the row first.
    func settle(
        _ place: Reservation, _ ledger: any QuotaLedger, as settlement: Settlement, _ total: QuotaTotal = QuotaTotal()
    ) async {
        archive.settle(place.id, settlement == .refunded ? .refunded : .committed, total)
        await ledger.settle(place.id, as: settlement, total)
    }

    func used(_ ledger: any QuotaLedger, _ use: QuotaUse, _ limits: [Limit]) async throws -> [Int] {
        try await ledger.usage(of: use, under: limits).map(\.used)
    }

    /// What a limit must find used, by its definition and the rows alone; nil where the use has no subject.
    func due(_ limit: Limit, _ use: QuotaUse, in zone: ZoneCalendar) -> Int? {
        limit.counter(for: use).map { archive.amount(of: $0, at: clock.now, in: zone) }
    }
}

extension ManualArchive {
    /// What the rows say of a counter, settled or not.
    func amount(of counter: QuotaCounter, at now: Timestamp, in zone: ZoneCalendar) -> Int {
        uses.reduce(0) { sum, row in
            guard row.use.subjects.contains(counter.subject), let cost = counter.spec.cost(of: row.use) else {
                return sum
            }
            let isPresent =
                switch counter.spec.window {
                case .calendar(let span): zone.bounds(of: span, holding: now).contains(row.at)
                case .rolling(let length):
                    Timestamp(
                        milliseconds: row.at.milliseconds / counter.spec.window.resolution
                            * counter.spec.window.resolution + counter.spec.window.resolution - 1) + length > now
                case .lifetime: true
                }
            return isPresent ? sum + cost : sum
        }
    }
}
