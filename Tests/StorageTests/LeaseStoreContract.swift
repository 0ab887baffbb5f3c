import Database
import Domain
import Storage
import TestKit
import Testing

/// Several processes over one database: which of them has a lease.
@Suite struct LeaseStoreContract {
    private static let term = Duration.seconds(15)

    /// Makes it look as if so much more time had passed: the database's own clock decides.
    private static func age(_ bench: Bench, by span: Duration) async throws {
        try await bench.database.write { session in
            try session.execute("UPDATE leases SET expires_at = expires_at - \(span.inMilliseconds)")
        }
    }

    private static func take(_ process: SQLStorage, _ lease: Lease = .expiredRows) async throws -> Bool {
        try await process.leases.take(lease, for: term)
    }

    @Test(arguments: Engine.allCases)
    func `of many processes that take a lease at once one gets it`(engine: Engine) async throws {
        let bench = try await engine.open()
        let processes = (0..<6).map { _ in bench.otherProcess() }
        // Its row is there or not; the first round finds connections that must be made.
        for round in 0..<16 {
            let holders = try await withThrowingTaskGroup { group in
                for number in 0..<24 {
                    group.addTask { try await Self.take(processes[number % 6]) ? number % 6 : nil }
                }
                return try await group.reduce(into: Set<Int>()) { if let holder = $1 { $0.insert(holder) } }
            }
            #expect(holders.count == 1)
            if round % 2 == 0 {
                for process in processes { try await process.leases.giveBack(.expiredRows) }
            } else {
                try await Self.age(bench, by: .seconds(20))
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `a lease lasts for its term and no longer, unless it is taken again`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (first, second) = (bench.otherProcess(), bench.otherProcess())
        #expect(try await Self.take(first))
        try await Self.age(bench, by: .seconds(10))
        #expect(try await !Self.take(second))
        #expect(try await Self.take(first))
        try await Self.age(bench, by: .seconds(10))
        #expect(try await !Self.take(second))
        try await Self.age(bench, by: .seconds(6))
        #expect(try await Self.take(second))
        #expect(try await !Self.take(first))
    }

    @Test(arguments: Engine.allCases)
    func `what is given back is free at once, and nobody gives back what another has`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (first, second) = (bench.otherProcess(), bench.otherProcess())
        try await first.leases.giveBack(.expiredRows)
        #expect(try await Self.take(first))
        try await second.leases.giveBack(.expiredRows)
        #expect(try await !Self.take(second))
        try await first.leases.giveBack(.expiredRows)
        #expect(try await Self.take(second))
    }

    @Test(arguments: Engine.allCases)
    func `each lease is its own`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (first, second) = (bench.otherProcess(), bench.otherProcess())
        #expect(try await Self.take(first, .expiredRows))
        #expect(try await Self.take(second, .accountProbes))
        #expect(try await !Self.take(second, .expiredRows))
    }

    @Test(arguments: Engine.allCases)
    func `a lease that was taken while the clock was ahead is free when it is back`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (first, second) = (bench.otherProcess(), bench.otherProcess())
        #expect(try await Self.take(first))
        try await Self.age(bench, by: .seconds(-86_400))
        #expect(try await Self.take(second))
    }
}
