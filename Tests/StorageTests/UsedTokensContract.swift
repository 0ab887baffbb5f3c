import Domain
import Storage
import TestKit
import Testing

/// What single use means with several processes.
@Suite struct UsedTokensContract {
    @Test(arguments: Engine.allCases)
    func `of many uses at once, in several processes, exactly one is the first`(engine: Engine) async throws {
        let bench = try await engine.open()
        let end = bench.clock.now + .seconds(60)
        let processes = [bench.storage, bench.otherProcess(), bench.otherProcess()]
        let firsts = try await withThrowingTaskGroup { group in
            for number in 0..<24 {
                group.addTask { try await processes[number % 3].usedTokens.use([1, 2, 3], until: end) }
            }
            return try await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(firsts.count { $0 } == 1)
        // As after a restart.
        #expect(try await !bench.otherProcess().usedTokens.use([1, 2, 3], until: end))
        #expect(try await bench.otherProcess().usedTokens.isUsed([1, 2, 3]))
        #expect(try await !bench.storage.usedTokens.isUsed([1, 2]))
        #expect(try await bench.storage.usedTokens.use([1, 2], until: end))
    }

    @Test(arguments: Engine.allCases)
    func `a use is forgotten when its token has ended`(engine: Engine) async throws {
        let bench = try await engine.open()
        let tokens = bench.storage.usedTokens
        let end = bench.clock.now + .seconds(60)
        #expect(try await tokens.use([1], until: end))
        try await tokens.purge(before: end)
        #expect(try await tokens.isUsed([1]))
        try await tokens.purge(before: end + .milliseconds(1))
        #expect(try await !tokens.isUsed([1]))
    }
}
