import Database
import Domain
import Storage
import TestKit
import Testing
import Transport

/// What one flipped bit costs: the secret that it hit, and nothing else.
@Suite struct DamageContract {
    /// An account that is damaged, one that is not, and a member who may use both.
    private struct Two {
        let bench: Bench
        let hit: Account
        let sound: Account
        let member: User

        init(_ engine: Engine) async throws {
            bench = try await engine.open()
            hit = try await bench.account("hit")
            sound = try await bench.account("sound")
            member = try await bench.member("alice")
            for account in [hit, sound] {
                _ = try await bench.storage.bindings.create(
                    member.id, account.id, mode: .shared, priority: 0, at: bench.clock.now)
            }
        }

        /// The accounts that a message of the member may go to, as both who list them and who send see it.
        func lent(by process: SQLStorage) async throws -> [String] {
            let draft = Draft(action: .next(id: .random(), text: "x"), conversation: nil, parent: nil, model: nil)
            let facts = try await process.sendFacts.facts(of: draft, from: member.id)
            let listed = try await process.bindings.accounts(of: member.id).map(\.account.name)
            #expect(facts.allowance.accounts.map(\.account.name) == listed)
            #expect(facts.allowance.keys.count == listed.count)
            return listed
        }
    }

    private static func flip(_ cell: Cell, byte: Int, in bench: Bench) async throws {
        try await bench.database.write { session in
            var bytes: [UInt8] = try session.rows("SELECT \(cell.column) AS sealed FROM \(cell.row)")[0]["sealed"]
            bytes[byte < 0 ? bytes.count + byte : byte] ^= 1
            let (table, condition) = (cell.table, cell.condition)
            try session.execute("UPDATE \(table) SET \(cell.column) = \(bytes) WHERE \(condition)")
        }
    }

    private struct Cell: Sendable {
        let table: SQL
        let column: SQL
        let condition: SQL

        var row: SQL { "\(table) WHERE \(condition)" }

        static func account(_ column: SQL, _ account: Account) -> Cell {
            Cell(table: "accounts", column: column, condition: "id = \(account.id.value)")
        }
        static func dataKey(_ number: Int64) -> Cell {
            Cell(table: "data_keys", column: "wrapped", condition: "id = \(number)")
        }
        static let word = Cell(table: "settings", column: "value", condition: "name = 'key_check'")
    }

    /// The version, the number of the data key, the nonce, the ciphertext, its tag.
    @Test(arguments: Engine.allCases, [0, 1, 9, 12, 40, -1])
    func `a key with one flipped bit takes its account away, and no other`(engine: Engine, byte: Int) async throws {
        let two = try await Two(engine)
        try await Self.flip(.account("sealed_key", two.hit), byte: byte, in: two.bench)
        let process = two.bench.otherProcess()
        #expect(try await process.hasItsKey())
        #expect(try await process.dataKeys.unreadable() == [.part(.key, of: two.hit.id)])
        #expect(try await two.lent(by: process) == ["sound"])
        let hit = try await process.accounts.find(two.hit.id)
        #expect(hit.unreadable == [.key] && hit.shownStatus == .needsAttention && hit.status == .enabled)
        #expect(hit.proxy == two.hit.proxy)
        #expect(try await process.accounts.list(.all, matching: nil).items.map(\.unreadable) == [[], [.key]])
        #expect(try await !two.bench.storage.dataKeys.unreadable().isEmpty)
        // Changing something else neither needs it nor mends it.
        try await process.accounts.update(hit, key: nil)
        #expect(try await process.accounts.find(two.hit.id).unreadable == [.key])
        try await process.accounts.update(hit, key: Secret("entered again"))
        #expect(try await process.accounts.find(two.hit.id) == two.hit)
        #expect(try await two.lent(by: process) == ["hit", "sound"])
    }

    @Test(arguments: Engine.allCases)
    func `a proxy with one flipped bit takes its account away until both are entered again`(engine: Engine) async throws
    {
        let two = try await Two(engine)
        try await Self.flip(.account("sealed_proxy", two.hit), byte: -1, in: two.bench)
        let process = two.bench.otherProcess()
        #expect(try await process.hasItsKey())
        #expect(try await two.lent(by: process) == ["sound"])
        var hit = try await process.accounts.find(two.hit.id)
        #expect(hit.unreadable == [.proxy] && hit.proxy == "")
        // Nothing goes past the proxy that nobody knows any more.
        hit.remark = "another"
        try await process.accounts.update(hit, key: nil)
        #expect(try await process.accounts.find(two.hit.id).unreadable == [.proxy])
        #expect(try await process.accounts.hasKey(two.hit.id))
        hit.unreadable = []
        hit.proxy = two.hit.proxy
        try await process.accounts.update(hit, key: nil)
        #expect(try await process.accounts.find(two.hit.id).unreadable == [])
        #expect(try await !process.accounts.hasKey(two.hit.id))
    }

    @Test(arguments: Engine.allCases, [0, 30, -1])
    func `a data key with one flipped bit takes away what it has sealed, and nothing else`(engine: Engine, byte: Int)
        async throws
    {
        let two = try await Two(engine)
        _ = try await two.bench.storage.dataKeys.rotate()
        try await two.bench.storage.accounts.update(two.sound, key: Secret("key of sound"))
        _ = try await two.bench.database.write { session in
            // As a rotation leaves it that was cut off before this account.
            try session.execute("UPDATE accounts SET sealed_proxy = NULL")
        }
        try await Self.flip(.dataKey(2), byte: byte, in: two.bench)
        let process = two.bench.otherProcess()
        #expect(try await process.hasItsKey())
        #expect(
            try await process.dataKeys.unreadable() == [
                .dataKey(2), .part(.key, of: two.hit.id), .part(.key, of: two.sound.id),
            ])
        #expect(try await SQLStorage(two.bench.database, key: .ofStrangers).hasItsKey() == false)
        // Another data key seals what is entered again.
        try await process.accounts.update(process.accounts.find(two.hit.id), key: Secret("again"))
        #expect(try await process.accounts.key(of: two.hit.id) == Secret("again"))
        #expect(try await two.lent(by: process) == ["hit"])
    }

    @Test(arguments: Engine.allCases)
    func `the only data key with one flipped bit does not make the right key file a wrong one`(engine: Engine)
        async throws
    {
        let two = try await Two(engine)
        try await Self.flip(.dataKey(1), byte: -1, in: two.bench)
        #expect(try await !SQLStorage(two.bench.database, key: .ofStrangers).hasItsKey())
        let process = two.bench.otherProcess()
        #expect(try await process.hasItsKey())
        #expect(try await two.lent(by: process) == [])
        try await process.accounts.update(process.accounts.find(two.hit.id), key: Secret("again"))
        #expect(try await process.accounts.key(of: two.hit.id) == Secret("again"))
    }

    @Test(arguments: Engine.allCases)
    func `a word with one flipped bit is written anew, and without any witness the key file is refused`(engine: Engine)
        async throws
    {
        let two = try await Two(engine)
        try await Self.flip(.word, byte: -1, in: two.bench)
        #expect(try await !SQLStorage(two.bench.database, key: .ofStrangers).hasItsKey())
        #expect(try await two.bench.otherProcess().hasItsKey())
        try await Self.flip(.dataKey(1), byte: -1, in: two.bench)
        #expect(try await two.bench.otherProcess().hasItsKey())
        try await Self.flip(.word, byte: -1, in: two.bench)
        try await Self.flip(.dataKey(2), byte: -1, in: two.bench)
        #expect(try await !two.bench.otherProcess().hasItsKey())
    }

    @Test(arguments: Engine.allCases)
    func `changing keys passes over what nothing opens, and names it`(engine: Engine) async throws {
        let two = try await Two(engine)
        try await Self.flip(.account("sealed_key", two.hit), byte: -1, in: two.bench)
        let lost = UnreadableSecret.part(.key, of: two.hit.id)
        let rotation = try await two.bench.storage.dataKeys.rotate()
        #expect(rotation.unreadable == [lost] && rotation.sealed == 3)
        try await Self.flip(.dataKey(1), byte: -1, in: two.bench)
        #expect(try await two.bench.otherProcess().dataKeys.rekey(to: .ofStrangers) == [.dataKey(1), lost])
        #expect(try await !two.bench.otherProcess().hasItsKey())
        let successor = SQLStorage(two.bench.database, key: .ofStrangers)
        #expect(try await successor.hasItsKey())
        #expect(try await successor.accounts.key(of: two.sound.id) == Secret("key of sound"))
        // Bytes that are no sealed value at all do not keep a new key file from coming, either.
        try await Self.flip(.account("sealed_key", two.hit), byte: 1, in: two.bench)
        #expect(try await successor.dataKeys.rekey(to: .ofTests) == [.dataKey(1), lost])
        #expect(try await two.lent(by: two.bench.otherProcess()) == ["sound"])
    }

    @Test(arguments: Engine.allCases)
    func `a database is used as soon as anything was sealed in it`(engine: Engine) async throws {
        let bench = try await engine.openEmpty()
        try await bench.database.migrate(Migrations.all, at: 1)
        #expect(try await !SQLDataKeys.areUsed(in: bench.database))
        #expect(try await bench.storage.hasItsKey())
        #expect(try await SQLDataKeys.areUsed(in: bench.database))
        _ = try await bench.account()
        for statement in ["DELETE FROM data_keys", "DELETE FROM settings", "UPDATE accounts SET sealed_key = NULL"]
            as [SQL]
        {
            try await bench.database.write { try $0.execute(statement) }
            #expect(try await SQLDataKeys.areUsed(in: bench.database))
        }
        try await bench.database.write { try $0.execute("UPDATE accounts SET sealed_proxy = NULL") }
        #expect(try await !SQLDataKeys.areUsed(in: bench.database))
    }
}
