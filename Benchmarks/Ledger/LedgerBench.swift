import Database
import Domain
import Glibc
import Live
import Transport

/// What one admission costs this process: a place in twelve counters of six scopes, and its end. `Benchmarks/ledger.py` runs it.
///
///   ledger-bench memory MEMBERS ADMISSIONS
///   ledger-bench redis  MEMBERS ADMISSIONS SOCKET
@main
enum LedgerBench {
    static func main() async throws {
        let words = Array(CommandLine.arguments.dropFirst())
        guard words.count >= 3, let members = Int(words[1]), let admissions = Int(words[2]) else {
            print("ledger-bench memory|redis MEMBERS ADMISSIONS [SOCKET]")
            exit(2)
        }
        let loop = EventLoop.spawn()
        let ledger: any QuotaLedger
        if words[0] == "memory" {
            let memory = MemoryQuotaLedger(clock: MachineClock(), calendar: utc, archive: NoRows())
            try await memory.start()
            ledger = memory
        } else {
            let client = RedisClient(try RedisAddress("unix://\(words[3])"), loops: [loop])
            ledger = RedisQuotaLedger(client: client, archive: NoRows(), calendar: utc, zone: "UTC")
        }
        let bench = Bench(ledger: ledger, members: members)
        try await withTaskExecutorPreference(loop) {
            // Every member once: their counters are made.
            try await bench.admitAll()
            var costs: [Double] = []
            for _ in 0..<5 { costs.append(try await bench.cost(of: admissions)) }
            print(costs.min()!)
        }
    }

    private static let utc = ZoneCalendar { _ in .zero }
}

private struct Bench: Sendable {
    let ledger: any QuotaLedger
    let members: Int
    /// What a busy server has under way at once.
    private static let width = 64
    private static let limits = QuotaScope.allCases.flatMap {
        [Limit(1_000_000_000, per: .hour, of: $0), Limit(1_000_000_000, per: .day, of: $0)]
    }

    /// Of a hundred accounts and a thousand groups.
    private func use(_ member: Int) -> QuotaUse {
        let member = Int64(member)
        return QuotaUse(
            by: Payer(ID(member), by: ID(member)), in: "group\(member % 1000)", on: ID(member % 100), for: "gpt-4o",
            QuotaCost(tokens: 500))
    }

    private func admit(_ id: Key<Charge>, _ use: QuotaUse) async throws {
        _ = try await ledger.reserve(id, use, asking: nil, under: Self.limits)
        await ledger.commit(id, QuotaTotal(tokens: 400))
    }

    /// Every member once.
    func admitAll() async throws { try await admit(Array(0..<members)) { _ in } }

    /// Any members; what it costs in microseconds each, without making their ids.
    func cost(of count: Int) async throws -> Double {
        var before = 0.0
        try await admit((0..<count).map { _ in Int.random(in: 0..<members) }) { before = $0 }
        return (cpuMicroseconds() - before) / Double(count)
    }

    private func admit(_ chosen: [Int], _ begins: (Double) -> Void) async throws {
        let asks = chosen.map { (Key<Charge>.random(), use($0)) }
        begins(cpuMicroseconds())
        try await withThrowingTaskGroup { group in
            for start in 0..<Self.width {
                group.addTask {
                    for place in stride(from: start, to: asks.count, by: Self.width) {
                        try await admit(asks[place].0, asks[place].1)
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}

/// Nothing was ever asked.
private struct NoRows: LedgerArchive {
    func open() async throws(ChatError) -> [OpenCharge] { [] }
    func tally(
        of _: QuotaCounter, in _: ClosedRange<Timestamp>, by _: Int64?, except _: Set<Key<Charge>>
    ) async throws(ChatError) -> [Timestamp: Int] { [:] }
    func edges(around _: Timestamp) async throws(ChatError) -> (latest: Timestamp?, next: Timestamp?) { (nil, nil) }
    func standings(of _: [Key<Charge>]) async throws(ChatError) -> [Key<Charge>: LedgerStanding] { [:] }
}

private struct MachineClock: WallClock {
    var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    func sleep(_ span: Duration) async { try? await Task.sleep(for: span) }
}

/// Of this process, in its own code and in the kernel's.
private func cpuMicroseconds() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) * 1e6 + Double($1.tv_usec) }
}
