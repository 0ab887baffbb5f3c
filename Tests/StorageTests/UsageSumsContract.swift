import Database
import Domain
import TestKit
import Testing

@testable import Storage

/// The sums of the log, on every engine: always what the rows come to, each once.
@Suite(.timeLimit(.minutes(5))) struct UsageSumsContract {
    @Test(arguments: Engine.allCases, [UInt64(1), 2, 3])
    func `whatever is written, ended, written over and summed in whatever order, sums are what the rows come to`(
        engine: Engine, seed: UInt64
    ) async throws {
        var log = try await RandomLog(engine, seed)
        for _ in 0..<6 {
            for _ in 0..<25 { try await log.step() }
            try await log.check()
        }
        while try await log.processes[0].usageSums.sumSome() {}
        try await log.check()
        #expect(try await log.unsummedEnded() == 0)
    }

    @Test(arguments: Engine.allCases)
    func `processes that sum at once, while others write, sum each row once`(engine: Engine) async throws {
        let log = try await RandomLog(engine, 9)
        let calls = (0..<900).map { log.ended(log.call(number: $0), at: log.bench.clock.now) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, process) in log.processes.enumerated() {
                group.addTask {
                    for start in stride(from: number * 100, to: 900, by: 300) {
                        let portion = Array(calls[start..<start + 100])
                        try await Self.insisting { () throws(ChatError) in try await process.charges.write(portion) }
                        // Its writing was not told to have succeeded.
                        try await Self.insisting { () throws(ChatError) in try await process.charges.write(portion) }
                    }
                }
                group.addTask {
                    for _ in 0..<6 {
                        try await Self.insisting { () throws(ChatError) in _ = try await process.usageSums.sumSome() }
                    }
                }
            }
            try await group.waitForAll()
        }
        while try await log.processes[1].usageSums.sumSome() {}
        let span = Timestamp(seconds: 0)..<(log.bench.clock.now + .seconds(86_400))
        #expect(try await log.bench.storage.usageSums.sums(of: UsageSumsFilter(), in: [span])[0].requests == 900)
        try await log.check()
    }

    /// As those who write and who sum do: they come again when others held a row for too long.
    private static func insisting(_ body: () async throws(ChatError) -> Void) async throws {
        while true {
            do throws(ChatError) { return try await body() } catch {
                guard case .unavailable = error else { throw error }
                try Task.checkCancellation()
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `rows that are deleted stay in the sums of their hours`(engine: Engine) async throws {
        let log = try await RandomLog(engine, 5)
        let sums = log.bench.storage.usageSums
        try await log.bench.storage.charges.write(
            (0..<9).map { log.ended(log.call(number: $0), at: log.bench.clock.now) })
        _ = try await sums.sumSome()
        let hour = SumHour.floor(log.bench.clock.now)
        let span = hour..<(hour + .seconds(3600))
        let before = try await sums.sums(of: UsageSumsFilter(), in: [span])
        try await log.bench.database.write { try $0.execute("DELETE FROM charges") }
        #expect(try await sums.sums(of: UsageSumsFilter(), in: [span]) == before && before[0].requests == 9)
        #expect(try await sums.ranking(by: .model, of: nil, in: span, limit: 9).total == before[0])
    }

    @Test(arguments: Engine.allCases)
    func `what was there before an upgrade is summed in portions`(engine: Engine) async throws {
        let log = try await RandomLog(engine, 4)
        let storage = log.bench.storage
        for number in 0..<60 {
            try await storage.charges.write([log.ended(log.call(number: number), at: log.bench.clock.now)])
            log.bench.clock.advance(by: .seconds(3600))
        }
        var rounds = 1
        while try await storage.usageSums.sumSome() { rounds += 1 }
        #expect(rounds >= 3)
        #expect(try await log.unsummedEnded() == 0)
        try await log.check()
    }

    @Test(arguments: Engine.allCases)
    func `rankings name what the log knows, and what finds no place is summed as others`(engine: Engine) async throws {
        let log = try await RandomLog(engine, 6)
        let storage = log.bench.storage
        var calls = (0..<6).map { log.ended(log.call(number: 0, model: "most ", $0), at: log.bench.clock.now) }
        calls += (0..<3).map { log.ended(log.call(number: 1, model: "e\u{301}", $0), at: log.bench.clock.now) }
        calls.append(log.ended(log.call(number: 2, model: "\u{E9}", 0), at: log.bench.clock.now))
        try await storage.charges.write(calls)
        let span = Timestamp(seconds: 0)..<(SumHour.ceiling(log.bench.clock.now) + .seconds(3600))
        for isSummed in [false, true] {
            if isSummed { _ = try await storage.usageSums.sumSome() }
            let models = try await storage.usageSums.ranking(by: .model, of: nil, in: span, limit: 2)
            #expect(models.items.map { Array($0.name.utf8) } == [Array("most".utf8), Array("e\u{301}".utf8)])
            #expect(models.items.map(\.sums.requests) == [6, 3] && models.items.allSatisfy { $0.id == nil })
            #expect(models.others?.requests == 1 && models.total.requests == 10)
            let whole = try await storage.usageSums.ranking(by: .account, of: nil, in: span, limit: 9)
            #expect(whole.others == nil && whole.items.map(\.sums.requests).reduce(0, +) == 10)
            #expect(Set(whole.items.map(\.name)).isSubset(of: ["first", "second"]))
        }
        try await storage.users.delete(log.members[0].id, keepingConversationsUntil: nil)
        let members = try await storage.usageSums.ranking(by: .member, of: nil, in: span, limit: 9)
        #expect(members.items.first { $0.id == log.members[0].id.value }?.name == "")
    }
}
