import Database
import Domain
import TestKit
import Testing

@testable import Storage

/// Charges that are written, ended, written over and summed at random, by several processes.
struct RandomLog: Sendable {
    let bench: Bench
    let processes: [SQLStorage]
    let members: [User]
    private let keys: [ID<APIKey>]
    private let accounts: [ID<Account>]
    private var random: SplitMix
    private var running: [UsageEntry] = []
    private var over: [UsageEntry] = []
    private var turns: [(Thread, Turn)] = []

    init(_ engine: Engine, _ seed: UInt64) async throws {
        bench = try await engine.open()
        processes = [bench.storage, bench.otherProcess(), bench.otherProcess()]
        members = [try await bench.member("alice"), try await bench.member("bob")]
        var keys: [ID<APIKey>] = []
        for (number, member) in members.enumerated() {
            let key = APIKey(user: member.id, name: "key \(number)", createdAt: bench.clock.now)
            keys.append(
                try await bench.storage.apiKeys.create(key, hash: [UInt8(number)], secret: Secret("k\(number)")).id)
        }
        self.keys = keys
        accounts = [try await bench.account("first").id, try await bench.account("second").id]
        random = SplitMix(seed)
        for process in processes { try await process.heartbeat.beat() }
    }

    func call(number: Int, model: String? = nil, _ of: Int? = nil) -> UsageEntry {
        let member = (of ?? number) % 2
        var charge = Charge(
            id: .random(), payer: Payer(members[member].id, by: number % 3 == 0 ? nil : keys[member]),
            endpoint: .chatCompletions, model: model ?? ["alpha", "beta", "gamma"][number / 2 % 3],
            account: accounts[number / 3 % 2], at: bench.clock.now)
        charge.group = [nil, "vip", UserGroup.standard][number % 3]
        charge.tariff = Tariff(.call(Ratio("0.01") ?? .one), group: .one)
        return UsageEntry(charge, isStream: true, requestID: "r\(number)")
    }

    func ended(_ entry: UsageEntry, at moment: Timestamp, _ number: Int = 0) -> UsageEntry {
        let output: Timestamp? =
            number % 4 == 3 ? nil : min(moment, entry.charge.at + .milliseconds(Int64(number * 97)))
        let end: Receipt.End =
            switch number % 3 {
            case 0: .finished(.stop)
            case 1: .failed(UpstreamFailure(.upstreamError, detail: ""))
            default: .cancelled
            }
        let usage = Usage(promptTokens: 3 + number, completionTokens: number, cachedTokens: number / 2)
        return entry.ended(
            by: Receipt(
                attempts: [Attempt(accounts[number % 2])], end: end, usage: usage, firstOutputAt: output), at: moment)
    }

    private mutating func number(_ below: Int) -> Int { Int.random(in: 0..<below, using: &random) }

    /// One thing that happens.
    mutating func step() async throws {
        let process = processes[number(3)]
        switch number(12) {
        case 0, 1:
            let entry = call(number: number(100))
            running.append(entry)
            try await process.charges.write([entry])
        case 2, 3, 4:
            let batch = (0..<number(5)).map { _ in ended(call(number: number(100)), at: bench.clock.now, number(50)) }
            try await process.charges.write(batch)
            over += batch
        case 5, 6:
            guard !running.isEmpty else { return }
            let entry = ended(running.remove(at: number(running.count)), at: bench.clock.now, number(50))
            try await process.charges.write([entry])
            over.append(entry)
        case 7:
            // Written once more, with another end.
            guard !over.isEmpty else { return }
            let entry = ended(over[number(over.count)], at: bench.clock.now, number(50))
            try await process.charges.write([entry, ended(call(number: number(100)), at: bench.clock.now)])
        case 8: try await chat(by: process)
        case 9: try await sweep(process)
        case 10: bench.clock.advance(by: .milliseconds(Int64(number(9_000_000))))
        default: _ = try await process.usageSums.sumSome()
        }
    }

    private mutating func chat(by process: SQLStorage) async throws {
        guard let (thread, turn) = turns.popLast() else {
            let thread = Thread(bench, members[number(2)], by: process)
            turns.append((thread, try await thread.start()))
            return
        }
        var answer = Answer.of("answer", at: number(2) == 0 ? nil : turn.createdAt + .milliseconds(Int64(number(900))))
        answer.cost = number(900)
        answer.usage = Usage(promptTokens: number(9), completionTokens: number(9))
        try await thread.end(turn, answer, TurnEnd(number(2) == 0 ? .finished : .stopped), .committed)
    }

    /// What ran is taken for abandoned by its process; a call may end all the same.
    private mutating func sweep(_ process: SQLStorage) async throws {
        bench.clock.advance(by: .seconds(60))
        try await process.heartbeat.beat()
        _ = try await process.charges.interruptCalls(except: [], at: bench.clock.now)
        _ = try await process.conversations.interruptTurns(except: [], at: bench.clock.now)
    }
}

// MARK: What it comes to

extension RandomLog {
    func unsummedEnded() async throws -> Int {
        try await bench.database.read { try $0.count("charges WHERE is_summed = 0 AND ended_at IS NOT NULL") }
    }

    /// Every answer is what the rows come to.
    func check() async throws {
        let page = Page(offset: 0, limit: 100_000)
        let rows = try await bench.storage.charges.list(UsageFilter(), after: nil, page).map(\.entry)
        let sums = bench.storage.usageSums
        let now = bench.clock.now
        let edges = [0, 7_200_000, 5_000_001, 3_600_000, 1_234_567, 60_000, -3_600_000].map { now - .milliseconds($0) }
        let ends = [Timestamp(seconds: 0)] + edges.map { SumHour.floor($0) } + edges
        let marks = Array(Set(ends)).sorted()
        let spans = zip(marks, marks.dropFirst()).map { $0..<$1 }
        for filter in filters {
            let found = try await sums.sums(of: filter, in: spans)
            for (span, found) in zip(spans, found) {
                #expect(Plain(rows.filter { span.contains($0.charge.at) && filter.meets($0, members) }).agrees(found))
            }
        }
        let span = marks[0]..<marks[marks.count - 2]
        for subject in UsageSubject.allCases {
            for user in [nil, members[0].id] {
                let ranking = try await sums.ranking(by: subject, of: user, in: span, limit: 2)
                let own = rows.filter { span.contains($0.charge.at) && (user == nil || $0.charge.payer.user == user) }
                #expect(Plain(own).agrees(ranking.total))
                let parts = Dictionary(grouping: own) { $0.mark(subject) }
                let top = parts.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.prefix(2)
                #expect(ranking.items.map { $0.id.map(String.init) ?? $0.name }.sorted() == top.map(\.key).sorted())
                for item in ranking.items {
                    #expect(Plain(parts[item.id.map(String.init) ?? item.name] ?? []).agrees(item.sums))
                }
                let rest = own.filter { row in !top.contains { $0.key == row.mark(subject) } }
                #expect(parts.count > 2 ? Plain(rest).agrees(ranking.others ?? UsageSums()) : ranking.others == nil)
            }
        }
    }

    private var filters: [UsageSumsFilter] {
        var filters = [UsageSumsFilter(), UsageSumsFilter(user: members[1].id)]
        func add(_ change: (inout UsageSumsFilter) -> Void) {
            var filter = UsageSumsFilter()
            change(&filter)
            filters.append(filter)
        }
        add { $0.username = "alice" }
        add { $0.username = "nobody" }
        add { $0.model = "beta" }
        add { $0.account = accounts[1] }
        add { $0.group = UserGroup.standard }
        add { ($0.group, $0.model) = ("vip", "alpha") }
        add { ($0.username, $0.account) = ("bob", accounts[0]) }
        return filters
    }
}

extension UsageSumsFilter {
    fileprivate func meets(_ row: UsageEntry, _ members: [User]) -> Bool {
        let charge = row.charge
        let name = members.first { $0.id == charge.payer.user }?.username
        return (user == nil || user == charge.payer.user) && (username == nil || username == name)
            && (model == nil || model == charge.model) && (account == nil || account == charge.account)
            && (group == nil || group == charge.group ?? UserGroup.standard)
    }
}

extension UsageEntry {
    fileprivate func mark(_ subject: UsageSubject) -> String {
        switch subject {
        case .model: charge.model
        case .member: "\(charge.payer.user)"
        case .group: charge.group ?? UserGroup.standard
        case .key: charge.payer.key.map { "\($0)" } ?? "0"
        case .account: "\(charge.account)"
        }
    }
}

/// Rows counted one by one, with their times as they are.
private struct Plain {
    private let rows: [UsageEntry]

    init(_ rows: [UsageEntry]) { self.rows = rows }

    func agrees(_ sums: UsageSums) -> Bool {
        let succeeded = rows.filter { $0.status == .finished || $0.status == .stopped && $0.firstOutputAt != nil }
        let counters = [
            rows.count, succeeded.count, rows.count { [.error, .interrupted].contains($0.status) },
            rows.reduce(0) { $0 + ($1.usage?.promptTokens ?? 0) },
            rows.reduce(0) { $0 + ($1.usage?.completionTokens ?? 0) },
            rows.reduce(0) { $0 + ($1.usage?.cachedTokens ?? 0) }, rows.reduce(0) { $0 + $1.cost },
        ]
        let found = [
            sums.requests, sums.succeeded, sums.failed, sums.promptTokens, sums.completionTokens, sums.cachedTokens,
            sums.cost,
        ]
        let firsts = rows.compactMap { row in row.firstOutputAt.map { ($0 - row.charge.at).inMilliseconds } }
        let durations = succeeded.compactMap { row in row.endedAt.map { ($0 - row.charge.at).inMilliseconds } }
        return counters == found && Self.agree(firsts, sums.firstToken) && Self.agree(durations, sums.duration)
    }

    private static func agree(_ times: [Int64], _ histogram: TimeHistogram) -> Bool {
        let sorted = times.map { max(0, $0) }.sorted()
        guard !sorted.isEmpty else { return histogram.isEmpty }
        return [50, 95].allSatisfy { share in
            let exact = sorted[max(1, (sorted.count * share + 99) / 100) - 1]
            return histogram.percentile(share).map { abs(Double($0 - exact)) <= Double(exact) * 0.0625 } ?? false
        }
    }
}
