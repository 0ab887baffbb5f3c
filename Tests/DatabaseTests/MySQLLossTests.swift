import Database
import Synchronization
import TestKit
import Testing

/// What happens when the server, or the way to it, breaks: no answer goes astray, nothing acknowledged is lost.
@Suite struct MySQLLossTests {
    @Test(.timeLimit(.minutes(5)))
    func `an answer that was cut or came late never answers another question`() async throws {
        let place = try await MariaDBBench.open()
        let outcomes = Outcomes()
        try await MariaDBProxy.serving(MariaDBServer.shared(), fate: Self.chaos) { proxy in
            var server = place.server
            server.host = "127.0.0.1"
            server.port = proxy.port
            server.timeouts.read = 1
            let database = MySQLDatabase(server)
            await withTaskGroup { group in
                for task in 0..<32 { group.addTask { await Self.ask(50, by: task, database, outcomes) } }
            }
            #expect(proxy.cuts > 20, "the proxy left everything whole")
            await database.close()
        }
        #expect(outcomes.wrong == 0)
        #expect(outcomes.right == 1600)
    }

    /// Of a hundred pieces two are cut at some place, one in a thousand comes too late, many are slow or sliced.
    /// Greetings come through: while a server cannot be reached callers hear so at once, and ask nothing.
    private static func chaos(_ number: Int, _ place: Int) -> MariaDBProxy.Fate {
        var dice = SplitMix(UInt64(number))
        switch Int.random(in: 0..<1000, using: &dice) {
        case ..<320 where place < 12: return .sliced
        case ..<20: return .cut(after: .random(in: 0..<200, using: &dice))
        case 20: return .delayed(milliseconds: 1300)
        case 21..<120: return .delayed(milliseconds: .random(in: 0..<5, using: &dice))
        case 120..<320: return .sliced
        default: return .pass
        }
    }

    /// Asks at once for many rows that hold a number of its own and for one that holds the next, until so many answers were
    /// right; a third of the askers leave before they are answered.
    private static func ask(_ count: Int, by task: Int, _ database: MySQLDatabase, _ outcomes: Outcomes) async {
        var (right, round) = (0, 0)
        while right < count, outcomes.wrong == 0 {
            round += 1
            let nonce = task * 1_000_000 + round
            let asker = Task {
                try await database.read { session in
                    try session.outcomes(of: [
                        "SELECT \(nonce) AS nonce, \("n\(nonce)") AS text FROM seq_1_to_50",
                        "SELECT \(nonce + 1) AS nonce",
                    ]).map(\.rows)
                }
            }
            if round % 3 == 0 { asker.cancel() }
            guard let answers = try? await asker.value else {
                outcomes.note(nil)
                await Task.yield()
                continue
            }
            let isRight =
                answers[0].count == 50
                && answers[0].allSatisfy { (try? $0["nonce"]) == nonce && (try? $0["text"]) == "n\(nonce)" }
                && answers[1].map { try? $0["nonce"] } == [nonce + 1]
            outcomes.note(isRight)
            if isRight { right += 1 }
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `a write is carried out once or not at all, wherever its exchange is cut`() async throws {
        let place = try await MariaDBBench.open()
        try await place.database.changeSchema { session in
            // No key of the row's own: what is carried out twice is there twice.
            try session.execute("CREATE TABLE log (id BIGINT AUTO_INCREMENT PRIMARY KEY, k BIGINT, done BIGINT)")
        }
        let outcomes = Outcomes()
        try await MariaDBProxy.serving(MariaDBServer.shared(), fate: Self.chaos) { proxy in
            var server = place.server
            server.host = "127.0.0.1"
            server.port = proxy.port
            let database = MySQLDatabase(server)
            await withTaskGroup { group in
                for task in 0..<16 { group.addTask { await Self.write(60, by: task, database, outcomes) } }
            }
            #expect(proxy.cuts > 5, "the proxy left everything whole")
            await database.close()
        }
        let rows = try await place.database.read { try $0.rows("SELECT k, done FROM log") }
        let kept: [Int] = try rows.map { try $0["k"] }
        #expect(Set(kept).count == kept.count)
        #expect(outcomes.keys.isSubset(of: kept))
        #expect(try rows.allSatisfy { try $0["done"] == 1 })
        #expect(outcomes.failed > 0)
    }

    private static func write(_ count: Int, by task: Int, _ database: MySQLDatabase, _ outcomes: Outcomes) async {
        var (right, round) = (0, 0)
        while right < count {
            round += 1
            let key = task * 1_000_000 + round
            let done: Int? = try? await database.write { session in
                try session.execute("INSERT INTO log (k, done) VALUES (\(key), 0)")
                let id = session.lastInsertID
                return try session.outcomes(of: [
                    "UPDATE log SET done = 2 WHERE id = \(id)", "UPDATE log SET done = 1 WHERE id = \(id)",
                ])[1].count
            }
            outcomes.note(done == nil ? nil : true, key)
            if done != nil { right += 1 }
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `a server that is killed loses nothing acknowledged, and is found again`() async throws {
        let server = try MariaDBServer()
        let database = MySQLDatabase(try server.newDatabase())
        let bench = Bench(database: database, place: server)
        try await bench.makeTable()
        let (outcomes, stop) = (Outcomes(), Notes())
        try await withThrowingTaskGroup { group in
            for task in 0..<8 {
                group.addTask {
                    var key = task * 1_000_000
                    while stop.values.isEmpty {
                        key += 1
                        let done: Void? = try? await bench.insert(key)
                        outcomes.note(done == nil ? nil : true, key)
                    }
                }
            }
            for _ in 0..<2 {
                await outcomes.more(than: 200)
                server.kill()
                let failed = outcomes.failed
                while outcomes.failed <= failed, !Task.isCancelled { await Task.yield() }
                try server.start()
            }
            await outcomes.more(than: 200)
            stop.note(1)
            try await group.waitForAll()
        }
        #expect(outcomes.failed > 0)
        let kept = try await bench.ids()
        #expect(outcomes.keys.isSubset(of: kept))
        #expect(try await database.warnings().isEmpty)
        await database.close()
    }
}

/// What came of many calls.
private final class Outcomes: Sendable {
    private let counts = Mutex((right: 0, wrong: 0, failed: 0, keys: Set<Int>()))

    var right: Int { counts.withLock { $0.right } }
    var wrong: Int { counts.withLock { $0.wrong } }
    var failed: Int { counts.withLock { $0.failed } }
    /// Of those that went right.
    var keys: Set<Int> { counts.withLock { $0.keys } }

    /// Nil for a failure.
    func note(_ isRight: Bool?, _ key: Int = 0) {
        counts.withLock { counts in
            switch isRight {
            case nil: counts.failed += 1
            case false?: counts.wrong += 1
            case true?:
                counts.right += 1
                counts.keys.insert(key)
            }
        }
    }

    /// Returns when so many more have gone right.
    func more(than count: Int) async {
        let goal = right + count
        while right < goal, !Task.isCancelled { await Task.yield() }
    }
}
