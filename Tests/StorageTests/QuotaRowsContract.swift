import Domain
import Storage
import TestKit
import Testing

/// The rows of `charges` as the ledgers ask for them, on every engine.
@Suite struct QuotaRowsContract {
    @Test(arguments: Engine.allCases, QuotaScope.allCases)
    func `rows of every scope, window and unit are added up by their definition`(engine: Engine, scope: QuotaScope)
        async throws
    {
        let bench = try await engine.open()
        let (model, entries) = try await Self.fill(bench, 7)
        let some = Set(entries.shuffled().prefix(20).map(\.charge.id))
        for window in QuotaScopesContract.windows + [.lifetime, .lifetime] {
            let now = bench.clock.now
            let span: ClosedRange<Timestamp> =
                switch window {
                case .calendar(let span): ZoneCalendar.berlin.bounds(of: span, holding: now).lowerBound...now
                case .rolling(let length): (now - length - .milliseconds(window.resolution))...now
                // Also without the latest ones.
                case .lifetime:
                    QuotaWindow.everything.lowerBound...(now - .seconds(Int64.random(in: 0...1) * 7200))
                }
            let bucket = window.isRolling ? window.resolution : nil
            for (unit, models) in [
                (QuotaUnit.messages, ["*"]), (.weighted, ["gpt-*"]), (.tokens, ["o3", "x"]), (.money, ["*"]),
            ] {
                for entry in entries.prefix(6) {
                    let use = QuotaUse(
                        by: entry.charge.payer, in: entry.charge.group, on: entry.charge.account,
                        for: entry.charge.model)
                    guard let counter = Limit(1, per: window, of: scope, in: unit, models: models).counter(for: use)
                    else { continue }
                    for except in [[], some] {
                        let found = try await bench.storage.ledger.tally(
                            of: counter, in: span, by: bucket, except: except)
                        let due = try await model.tally(of: counter, in: span, by: bucket, except: except)
                        #expect(found.filter { $0.value != 0 } == due.filter { $0.value != 0 }, "\(counter)")
                    }
                }
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `what is open, and the rows next to a moment, are found`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (model, entries) = try await Self.fill(bench, 8)
        func sorted(_ charges: [OpenCharge]) -> [OpenCharge] { charges.sorted { $0.id.text < $1.id.text } }
        #expect(try await sorted(bench.storage.ledger.open()) == sorted(model.open()))
        for entry in entries.prefix(20) {
            for moment in [entry.charge.at - .milliseconds(1), entry.charge.at, entry.charge.at + .milliseconds(1)] {
                let found = try await bench.storage.ledger.edges(around: moment)
                let due = try await model.edges(around: moment)
                #expect(found.latest == due.latest && found.next == due.next)
            }
        }
        let ids = entries.map(\.charge.id)
        let standings = try await bench.storage.ledger.standings(of: ids)
        #expect(try await standings.mapValues(\.state) == model.standings(of: ids).mapValues(\.state))
        #expect(try await standings.mapValues(\.total.money) == model.standings(of: ids).mapValues(\.total.money))
    }

    /// Two hundred rows of the last weeks, the same in a model.
    private static func fill(_ bench: Bench, _ seed: UInt64) async throws -> (ManualArchive, [UsageEntry]) {
        var random = SplitMix(seed)
        let model = ManualArchive()
        var entries: [UsageEntry] = []
        let spans: [Int64] = [60_000, 3_600_000, 86_400_000, 30 * 86_400_000]
        for _ in 0..<200 {
            let at =
                bench.clock.now
                - .milliseconds(Int64.random(in: 0...spans.randomElement(using: &random)!, using: &random))
            let user = Int64.random(in: 1...2, using: &random)
            var charge = Charge(
                id: .random(), payer: Payer(ID(user), by: Bool.random(using: &random) ? ID(user) : nil),
                endpoint: .chatCompletions, model: ["gpt-4o", "o3"].randomElement(using: &random)!,
                account: ID(Int64.random(in: 1...2, using: &random)), at: at)
            charge.group = ["default", "vip", nil].randomElement(using: &random)!
            charge.units = Int.random(in: 0...3, using: &random)
            var entry = UsageEntry(charge, isStream: true)
            let standing = [LedgerState.committed, .committed, .refunded, .reserved].randomElement(using: &random)!
            entry.settlement = Settlement(rawValue: standing.rawValue)
            if standing != .reserved { (entry.status, entry.endedAt) = (.finished, at) }
            if standing == .committed { entry.cost = Int.random(in: 0...900, using: &random) }
            let usage = Usage(
                promptTokens: Int.random(in: 0...9, using: &random),
                completionTokens: Int.random(in: 0...9, using: &random))
            if standing == .committed, Bool.random(using: &random) { entry.usage = usage }
            entries.append(entry)
            let tokens = entry.usage.map { $0.promptTokens + $0.completionTokens } ?? 0
            let use = QuotaUse(
                by: charge.payer, in: charge.group, on: charge.account, for: charge.model,
                QuotaCost(weighted: charge.units, tokens: tokens, money: entry.cost))
            model.store(Reservation(id: charge.id, user: charge.payer.user, at: at), standing, use)
        }
        try await bench.storage.charges.write(entries)
        return (model, entries)
    }
}
