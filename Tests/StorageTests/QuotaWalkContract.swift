import Domain
import TestKit
import Testing

/// Anything that may become of limits and time, in any order.
@Suite(.timeLimit(.minutes(5))) struct QuotaWalkContract {
    static let zones: [(ZoneCalendar, String)] = [
        (.berlin, "2026-03-27T20:00:00Z"), (.berlin, "2026-10-23T20:00:00Z"), (.newYork, "2026-03-07T01:00:00Z"),
        (.newYork, "2026-10-30T20:00:00Z"), (.lordHowe, "2026-04-03T20:00:00Z"), (.lordHowe, "2026-10-02T20:00:00Z"),
        (.nuuk, "2026-03-27T20:00:00Z"), (.havana, "2026-10-30T20:00:00Z"), (.kathmandu, "2026-02-26T20:00:00Z"),
    ]

    @Test(arguments: LedgerKind.allCases, 1...18)
    func `in every zone, what is used and who is admitted is what the rows say`(kind: LedgerKind, seed: UInt64)
        async throws
    {
        let (zone, start) = Self.zones[Int(seed) % Self.zones.count]
        var walk = try await Walk(kind, seed, zone, from: Timestamp(utc: start))
        for _ in 0..<160 { try await walk.step() }
    }
}

/// One process at a time takes, settles and moves places, while its limits, its time and at last its zone change.
private struct Walk {
    private let times: QuotaTimes
    private var random: SplitMix
    private var zone: (calendar: ZoneCalendar, name: String)
    private var ledger: any QuotaLedger
    private var open: [(place: Reservation, use: QuotaUse)] = []

    init(_ kind: LedgerKind, _ seed: UInt64, _ zone: ZoneCalendar, from start: Timestamp) async throws {
        times = QuotaTimes(kind, at: start)
        random = SplitMix(seed)
        self.zone = (zone, "0")
        ledger = try await times.process(in: zone, named: "0")
    }

    mutating func step() async throws {
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<9: try await take()
        case 9..<13: await settle(at: open.indices.randomElement(using: &random))
        case 13: try await move()
        case 14: try await start()
        default: try await pass()
        }
        let (use, limits) = (use(), limits())
        let found = try await ledger.usage(of: use, under: limits)
        #expect(found.map(\.used) == limits.compactMap { times.due($0, use, in: zone.calendar) }, "\(limits)")
        #expect(found.allSatisfy { $0.resetsAt.map { $0 > times.clock.now } ?? true })
    }

    private mutating func take() async throws {
        let (use, limits) = (use(), limits())
        let hasRoom = limits.allSatisfy { limit in
            guard let used = times.due(limit, use, in: zone.calendar), !limit.isUnlimited,
                let cost = limit.spec.cost(of: use)
            else { return true }
            if limit.unit == .money { return use.cost.due == 0 || used + use.cost.due <= limit.amount }
            return limit.amount > 0 && used + cost <= limit.amount
        }
        let place = try await times.take(ledger, use, under: limits)
        #expect((place != nil) == hasRoom, "\(limits)")
        if let place { open.append((place, use)) }
    }

    private mutating func settle(at index: Int?) async {
        guard let index else { return }
        let (place, _) = open.remove(at: index)
        let isKept = Int.random(in: 0..<3, using: &random) > 0
        await times.settle(
            place, ledger, as: isKept ? .committed : .refunded,
            isKept
                ? QuotaTotal(
                    tokens: [nil, 0, 5, 30].randomElement(using: &random)!,
                    money: [nil, 0, 9, 40].randomElement(using: &random)!) : QuotaTotal())
    }

    private mutating func move() async throws {
        guard let index = open.indices.randomElement(using: &random) else { return }
        var use = open[index].use
        use.account = ID(Int64.random(in: 1...3, using: &random))
        guard try await ledger.move(open[index].place.id, to: use, under: []) else { return }
        times.archive.store(open[index].place, .reserved, use)
        open[index].use = use
    }

    /// Another process, in half of all cases of another zone.
    private mutating func start() async throws {
        if Bool.random(using: &random) {
            let number = QuotaWalkContract.zones.indices.randomElement(using: &random)!
            zone = (QuotaWalkContract.zones[number].0, "\(number)")
        }
        ledger = try await times.process(in: zone.calendar, named: zone.name)
    }

    /// Milliseconds, minutes or days; to the edge of a window. No answer takes an hour.
    private mutating func pass() async throws {
        let span = CalendarSpan.allCases.randomElement(using: &random)!
        let edge = zone.calendar.bounds(of: span, holding: times.clock.now).upperBound
        let moment: Timestamp =
            switch Int.random(in: 0..<4, using: &random) {
            case 0: times.clock.now + .milliseconds(Int64.random(in: 1...90_000, using: &random))
            case 1: times.clock.now + .seconds(Int64.random(in: 60...7200, using: &random))
            case 2: edge - .milliseconds(Int64.random(in: 0...1, using: &random))
            default: times.clock.now + .seconds(Int64.random(in: 0...2 * 86_400, using: &random))
            }
        guard moment > times.clock.now else { return }
        while let old = open.firstIndex(where: { $0.place.at + .seconds(3600) < moment }) { await settle(at: old) }
        try await times.pass(to: moment)
    }

    private mutating func use() -> QuotaUse {
        let user = Int64.random(in: 1...2, using: &random)
        let due = [0, 1, 7].randomElement(using: &random)!
        return QuotaUse(
            by: Payer(ID(user), by: Bool.random(using: &random) ? ID(user) : nil),
            in: [nil, "g", "a b,c"].randomElement(using: &random)!,
            on: ID(Int64.random(in: 1...2, using: &random)), for: ["gpt-4o", "o3"].randomElement(using: &random)!,
            QuotaCost(
                weighted: Int.random(in: 0...3, using: &random), tokens: Int.random(in: 0...20, using: &random),
                money: due * 3, due: due))
    }

    private mutating func limits() -> [Limit] {
        (0..<Int.random(in: 1...6, using: &random)).map { _ in
            Limit(
                [-1, 0, 2, 5, 20, 100].randomElement(using: &random)!,
                per: (QuotaScopesContract.windows + [.lifetime]).randomElement(using: &random)!,
                of: QuotaScope.allCases.randomElement(using: &random)!,
                in: QuotaUnit.allCases.randomElement(using: &random)!,
                models: [["*"], ["gpt-*"], ["o3", "x"]].randomElement(using: &random)!)
        }
    }
}
