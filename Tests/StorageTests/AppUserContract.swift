import Database
import Domain
import JSON
import Storage
import TestKit
import Testing
import Transport

/// Users of applications in a database that several processes share.
@Suite struct AppUserContract {
    private static func name(_ openID: Text = "test", in place: Int = 0) throws -> AppUser.Name {
        let applications = try Application.list(["shop:0123456789abcdef", "club:fedcba9876543210"])
        return try #require(AppUser.Name(openID, in: applications[place]))
    }

    private static func turn(_ number: Int, _ bench: Bench) -> AppTurn {
        AppTurn("question \(number)", answer: "answer \(number)", at: bench.clock.now)
    }

    @Test(arguments: Engine.allCases)
    func `an openid belongs to its application, in every process`(engine: Engine) async throws {
        let bench = try await engine.open()
        let payer = try await bench.member("alice").id
        let (store, other) = (bench.storage.appUsers, bench.otherProcess().appUsers)
        let made = try await store.user(try Self.name(), paidBy: payer, at: bench.clock.now)
        try await store.add(Self.turn(1, bench), to: try Self.name(), paidBy: payer)
        try await store.add(Self.turn(2, bench), to: try Self.name("TEST"), paidBy: payer)
        try await store.add(Self.turn(3, bench), to: try Self.name(in: 1), paidBy: payer)
        bench.clock.advance(by: .seconds(60))
        #expect(try await other.user(try Self.name(), paidBy: payer, at: bench.clock.now) == made)
        #expect(try await other.turns(of: try Self.name()).map(\.question) == ["question 1"])
        #expect(try await other.turns(of: try Self.name("TEST")).map(\.question) == ["question 2"])
        #expect(try await other.turns(of: try Self.name(in: 1)).map(\.answer) == ["answer 3"])
        #expect(try await other.turns(of: try Self.name("nobody")) == [])
        try await other.deleteTurns(of: try Self.name())
        try await other.deleteTurns(of: try Self.name("nobody"))
        #expect(try await store.turns(of: try Self.name()) == [])
        #expect(try await store.turns(of: try Self.name(in: 1)).count == 1)
        // What comes after is kept again.
        try await store.add(Self.turn(4, bench), to: try Self.name(), paidBy: payer)
        #expect(try await other.turns(of: try Self.name()).map(\.question) == ["question 4"])
    }

    @Test(arguments: Engine.allCases)
    func `many at once all stay, each with its answer, in one order`(engine: Engine) async throws {
        let bench = try await engine.open()
        let payer = try await bench.member("alice").id
        let stores = [bench.storage.appUsers, bench.otherProcess().appUsers]
        let moment = bench.clock.now
        await withTaskGroup { group in
            for number in 0..<20 {
                group.addTask {
                    let turn = AppTurn("question \(number)", answer: "answer \(number)", at: moment)
                    try? await stores[number % 2].add(turn, to: Self.name(), paidBy: payer)
                }
            }
        }
        let turns = try await stores[0].turns(of: try Self.name())
        #expect(Set(turns.map(\.question)).count == 20)
        for turn in turns { #expect(turn.answer == turn.question.replacing("question", with: "answer")) }
    }

    @Test(arguments: Engine.allCases)
    func `the newest hundred messages stay, and fewer where they are large`(engine: Engine) async throws {
        let bench = try await engine.open()
        let payer = try await bench.member("alice").id
        let store = bench.storage.appUsers
        for number in 1...53 { try await store.add(Self.turn(number, bench), to: try Self.name(), paidBy: payer) }
        let kept = try await store.turns(of: try Self.name())
        #expect(kept.count * 2 == AppUserRules.mostMessages && kept.first == Self.turn(4, bench))
        #expect(kept.last == Self.turn(53, bench))
        let large = AppTurn(String(repeating: "x", count: 3 << 20), answer: "y", at: bench.clock.now)
        try await store.add(large, to: try Self.name(), paidBy: payer)
        try await store.add(large, to: try Self.name(), paidBy: payer)
        #expect(try await store.turns(of: try Self.name()) == [large])
        let huge = AppTurn(String(repeating: "x", count: 5 << 20), answer: "z", at: bench.clock.now)
        try await store.add(huge, to: try Self.name(), paidBy: payer)
        #expect(try await store.turns(of: try Self.name()) == [huge])
    }

    @Test(arguments: Engine.allCases)
    func `of more users than an application may have those go first who have asked nothing, the oldest of them`(
        engine: Engine
    ) async throws {
        let bench = try await engine.open()
        let payer = try await bench.member("alice").id
        try await bench.database.write { session in
            // Every second one has asked something.
            let digits: SQL =
                "(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4)"
            let tens: SQL = "(SELECT a.d + 5 * b.d AS d FROM \(digits) a, (SELECT 0 AS d UNION ALL SELECT 1) b)"
            try session.execute(
                """
                INSERT INTO app_users (application, openid, user_id, turn_count, created_at, used_at)
                SELECT 'shop', CAST(n AS CHAR), \(payer), n % 2, 0, n
                FROM (SELECT a.d + 10 * b.d + 100 * c.d + 1000 * d.d + 10000 * e.d AS n
                    FROM \(tens) a, \(tens) b, \(tens) c, \(tens) d, \(tens) e) numbers
                """)
        }
        try await bench.storage.appUsers.add(Self.turn(1, bench), to: try Self.name("new", in: 1), paidBy: payer)
        let count = {
            try await bench.database.read { try $0.rows("SELECT count(*) AS n FROM app_users")[0]["n"] as Int }
        }
        #expect(try await count() == AppUserRules.mostUsers + 1)
        try await bench.storage.appUsers.add(Self.turn(1, bench), to: try Self.name("new"), paidBy: payer)
        #expect(try await count() == AppUserRules.mostUsers + 2 - AppUserRules.dropped)
        let left: [String] = try await bench.database.read { session in
            try session.rows(
                "SELECT openid FROM app_users WHERE openid IN ('0', '1', '1998', '1999', '2000', 'new') ORDER BY id"
            ).map { try $0["openid"] }
        }
        #expect(Set(left) == ["1", "1999", "2000", "new"] && left.count == 5)
    }

    @Test(arguments: Engine.allCases)
    func `they go with the member who paid last, who must be there and enabled`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (alice, bob) = (try await bench.member("alice"), try await bench.member("bob"))
        let store = bench.storage.appUsers
        for (openID, payers) in [("a", [alice]), ("b", [alice, bob]), ("c", [bob, alice])] as [(Text, [User])] {
            for payer in payers {
                try await store.add(Self.turn(1, bench), to: try Self.name(openID), paidBy: payer.id)
            }
        }
        try await bench.storage.users.delete(alice.id, keepingConversationsUntil: bench.clock.now + .seconds(60))
        for (openID, count) in [("a", 0), ("b", 2), ("c", 0)] as [(Text, Int)] {
            #expect(try await store.turns(of: try Self.name(openID)).count == count)
        }
        let left = try await bench.database.read { try $0.rows("SELECT count(*) AS n FROM app_turns")[0]["n"] as Int }
        #expect(left == 2)
        await #expect(throws: ChatError.unauthorized) {
            try await store.add(Self.turn(1, bench), to: try Self.name("a"), paidBy: alice.id)
        }
        var disabled = bob
        disabled.status = .disabled
        try await bench.storage.users.update(disabled)
        await #expect(throws: ChatError.unauthorized) {
            try await store.user(try Self.name("new"), paidBy: bob.id, at: bench.clock.now)
        }
    }

    @Test(arguments: Engine.allCases)
    func `a history that was moved to another user cannot be read, and a rotation loses none`(engine: Engine)
        async throws
    {
        let bench = try await engine.open()
        let payer = try await bench.member("alice").id
        let store = bench.storage.appUsers
        for openID in ["a", "b"] as [Text] {
            try await store.add(Self.turn(1, bench), to: try Self.name(openID), paidBy: payer)
        }
        _ = try await bench.storage.dataKeys.rotate()
        #expect(try await bench.otherProcess().appUsers.turns(of: try Self.name("a")) == [Self.turn(1, bench)])
        try await bench.database.write { session in
            let rows = try session.rows("SELECT id, sealed_key FROM app_users ORDER BY id")
            let (first, second): (Int64, Int64) = (try rows[0]["id"], try rows[1]["id"])
            let key: [UInt8] = try rows[0]["sealed_key"]
            try session.execute("UPDATE app_users SET sealed_key = \(key) WHERE id = \(second)")
            try session.execute("DELETE FROM app_turns WHERE app_user_id = \(second)")
            try session.execute("UPDATE app_turns SET app_user_id = \(second) WHERE app_user_id = \(first)")
        }
        await #expect(throws: ChatError.unavailable(what: "secrets")) { try await store.turns(of: try Self.name("b")) }
    }
}
