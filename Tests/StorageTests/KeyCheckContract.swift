import Domain
import Storage
import TestKit
import Testing

/// A database belongs to one key, that of the first process that started with it.
@Suite struct KeyCheckContract {
    private static func process(_ bench: Bench, key: UInt8) -> SQLStorage {
        SQLStorage(bench.database, sealer: ManualSealer(password: key))
    }

    @Test(arguments: Engine.allCases)
    func `the first key is kept and another one is refused, though nothing is sealed yet`(engine: Engine) async throws {
        let bench = try await engine.open()
        #expect(try await Self.process(bench, key: 1).hasItsKey())
        #expect(try await Self.process(bench, key: 1).hasItsKey())
        #expect(try await !Self.process(bench, key: 2).hasItsKey())
        #expect(try await Self.process(bench, key: 1).hasItsKey())
    }

    @Test(arguments: Engine.allCases)
    func `of two keys that come first at once one wins`(engine: Engine) async throws {
        for _ in 0..<5 {
            let bench = try await engine.open()
            let fitting = try await withThrowingTaskGroup { group in
                for number in 0..<16 {
                    group.addTask {
                        let key = UInt8(number % 2)
                        return try await Self.process(bench, key: key).hasItsKey() ? key : nil
                    }
                }
                return try await group.reduce(into: [UInt8]()) { if let key = $1 { $0.append(key) } }
            }
            #expect(fitting.count == 8)
            #expect(Set(fitting).count == 1)
        }
    }

    @Test(arguments: Engine.allCases)
    func `a database that is older than the check is not given to a key that opens nothing in it`(
        engine: Engine
    ) async throws {
        let bench = try await engine.open()
        _ = try await Self.process(bench, key: 1).accounts.create(.named("upstream"), key: Secret("sk"))
        #expect(try await !Self.process(bench, key: 2).hasItsKey())
        #expect(try await Self.process(bench, key: 1).hasItsKey())
    }
}
