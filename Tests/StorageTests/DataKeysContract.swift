import Database
import Domain
import Synchronization
import TestKit
import Testing
import Transport

@testable import Storage

/// What the keys of a database promise: one key file opens it, and changing keys loses nothing.
@Suite struct DataKeysContract {
    private static func process(_ bench: Bench, key: SealingKey = .ofTests) -> SQLStorage {
        SQLStorage(bench.database, key: key)
    }

    /// Nobody has started with it yet.
    private static func fresh(_ engine: Engine) async throws -> Bench {
        let bench = try await engine.openEmpty()
        try await bench.database.migrate(Migrations.all, at: 1)
        return bench
    }

    private static func numbers(_ bench: Bench) async throws -> [Int64] {
        try await bench.database.read { session in
            try session.rows("SELECT id FROM data_keys ORDER BY id").map { try $0["id"] as Int64 }
        }
    }

    /// The data keys that the accounts' secrets are sealed with, as their bytes say it; 0 for the key file.
    private static func used(_ bench: Bench) async throws -> [Int] {
        try await bench.database.read { session in
            try session.rows("SELECT sealed_key, sealed_proxy FROM accounts ORDER BY id").flatMap { row in
                try ["sealed_key", "sealed_proxy"].map { column in
                    let bytes: [UInt8] = try row[column]
                    return bytes[1] == UInt8(ascii: "2") ? Int(bytes[9]) : 0
                }
            }
        }
    }

    // MARK: One key file

    @Test(arguments: Engine.allCases)
    func `the first key file is kept and another one is refused, though nothing is sealed yet`(engine: Engine)
        async throws
    {
        let bench = try await Self.fresh(engine)
        #expect(try await Self.process(bench).hasItsKey())
        #expect(try await Self.process(bench).hasItsKey())
        #expect(try await !Self.process(bench, key: .ofStrangers).hasItsKey())
        #expect(try await Self.process(bench).hasItsKey())
        #expect(try await Self.numbers(bench) == [1])
    }

    @Test(arguments: Engine.allCases)
    func `of two key files that come first at once one wins, and there is one data key`(engine: Engine) async throws {
        for _ in 0..<5 {
            let bench = try await Self.fresh(engine)
            let fitting = try await withThrowingTaskGroup { group in
                for number in 0..<16 {
                    group.addTask {
                        let key: SealingKey = number % 2 == 0 ? .ofTests : .ofStrangers
                        return try await Self.process(bench, key: key).hasItsKey() ? number % 2 : nil
                    }
                }
                return try await group.reduce(into: [Int]()) { if let key = $1 { $0.append(key) } }
            }
            #expect(fitting.count == 8)
            #expect(Set(fitting).count == 1)
            #expect(try await Self.numbers(bench) == [1])
        }
    }

    @Test(arguments: Engine.allCases)
    func `a database of before keeps its key file and its secrets, which the next rotation seals anew`(
        engine: Engine
    ) async throws {
        let bench = try await engine.open()
        let account = try await bench.account()
        let id = account.id.value
        // As versions without data keys left it.
        let sealed = SealingKey.ofTests.seal(Array("sk-old".utf8), for: Array("accounts|key|\(id)".utf8))
        let word = SealingKey.ofTests.seal(Array("chatmirror".utf8), for: Array("settings|value|key_check".utf8))
        try await bench.database.write { session in
            try session.execute("UPDATE accounts SET sealed_key = \(sealed), sealed_proxy = NULL")
            try session.execute("DELETE FROM data_keys")
            try session.execute("DELETE FROM settings")
            try session.execute("INSERT INTO settings (name, value) VALUES ('key_check', \(word))")
        }
        #expect(try await !Self.process(bench, key: .ofStrangers).hasItsKey())
        #expect(try await Self.numbers(bench) == [])
        try await bench.database.write { try $0.execute("UPDATE accounts SET sealed_key = NULL") }
        // The known word alone tells, too.
        #expect(try await !Self.process(bench, key: .ofStrangers).hasItsKey())
        try await bench.database.write { try $0.execute("UPDATE accounts SET sealed_key = \(sealed)") }
        let process = Self.process(bench)
        #expect(try await process.hasItsKey())
        #expect(try await process.accounts.key(of: account.id) == Secret("sk-old"))
        await #expect(throws: ChatError.self) { _ = try await process.dataKeys.rekey(to: .random()) }
        #expect(try await process.dataKeys.rotate().sealed == 1)
        #expect(try await process.accounts.key(of: account.id) == Secret("sk-old"))
        #expect(try await process.dataKeys.rekey(to: .ofStrangers) == [])
        #expect(try await Self.process(bench, key: .ofStrangers).hasItsKey())
    }

    // MARK: Changing keys

    @Test(arguments: Engine.allCases)
    func `after a rotation every secret opens and has the new key, also for a process that ran meanwhile`(
        engine: Engine
    ) async throws {
        let bench = try await engine.open()
        let accounts = [try await bench.account("one"), try await bench.account("two")]
        let running = bench.otherProcess()
        #expect(try await running.accounts.key(of: accounts[0].id) == Secret("key of one"))
        #expect(try await Self.used(bench) == [1, 1, 1, 1])
        let rotation = try await bench.storage.dataKeys.rotate()
        #expect(rotation.key == 2 && rotation.sealed == 4 && rotation.dropped == 0)
        #expect(try await Self.used(bench) == [2, 2, 2, 2])
        for storage in [running, bench.storage] {
            for account in accounts {
                #expect(try await storage.accounts.key(of: account.id) == Secret("key of \(account.name)"))
                #expect(try await storage.accounts.find(account.id) == account)
            }
        }
        // Whoever seals next uses the new key, though he has not rotated.
        let third = try await running.accounts.create(.named("three"), key: Secret("key of three"))
        #expect(try await Self.used(bench) == [2, 2, 2, 2, 2, 2])
        #expect(try await bench.storage.accounts.key(of: third.id) == Secret("key of three"))
        #expect(try await Self.process(bench).hasItsKey())
    }

    @Test(arguments: Engine.allCases)
    func `a rotation among changes loses none of them`(engine: Engine) async throws {
        let bench = try await engine.open()
        var accounts: [Account] = []
        for number in 0..<8 { accounts.append(try await bench.account("\(number)")) }
        let running = bench.otherProcess()
        try await withThrowingTaskGroup { group in
            for account in accounts {
                group.addTask { try await running.accounts.update(account, key: Secret("new \(account.name)")) }
            }
            for _ in 0..<3 { group.addTask { _ = try await bench.otherProcess().dataKeys.rotate() } }
            try await group.waitForAll()
        }
        for account in accounts {
            #expect(try await bench.storage.accounts.key(of: account.id) == Secret("new \(account.name)"))
        }
        _ = try await bench.storage.dataKeys.rotate()
        #expect(try await Self.used(bench) == [Int](repeating: 5, count: 16))
    }

    @Test(arguments: Engine.allCases)
    func `a former key goes when nothing is sealed with it and its time is long over`(engine: Engine) async throws {
        let bench = try await engine.open()
        let account = try await bench.account()
        _ = try await bench.storage.dataKeys.rotate()
        #expect(try await Self.numbers(bench) == [1, 2])
        // The second key came more than an hour ago.
        try await bench.database.write { try $0.execute("UPDATE data_keys SET created_at = created_at - 3601000") }
        #expect(try await bench.storage.dataKeys.rotate().dropped == 1)
        #expect(try await Self.numbers(bench) == [2, 3])
        #expect(try await bench.storage.dataKeys.rotate().dropped == 0)
        #expect(try await Self.numbers(bench) == [2, 3, 4])
        #expect(try await bench.otherProcess().accounts.key(of: account.id) == Secret("key of upstream"))
    }

    @Test(arguments: Engine.allCases)
    func `a former key stays while somebody who was slow has sealed with it`(engine: Engine) async throws {
        let bench = try await engine.open()
        let account = try await bench.account()
        let late = try await bench.database.read { session in
            try session.rows("SELECT sealed_key FROM accounts")[0]["sealed_key"] as [UInt8]
        }
        _ = try await bench.storage.dataKeys.rotate()
        try await bench.database.write { session in
            try session.execute("UPDATE accounts SET sealed_key = \(late)")
            try session.execute("UPDATE data_keys SET created_at = created_at - 3601000")
        }
        #expect(try await bench.storage.dataKeys.drop() == 0)
        #expect(try await bench.otherProcess().accounts.key(of: account.id) == Secret("key of upstream"))
        #expect(try await bench.storage.dataKeys.rotate().sealed == 2)
        #expect(try await bench.storage.dataKeys.drop() == 0)
        #expect(try await bench.otherProcess().accounts.key(of: account.id) == Secret("key of upstream"))
    }

    @Test(arguments: Engine.allCases)
    func `a secret that is entered between reading and sealing anew is not undone`(engine: Engine) async throws {
        let bench = try await engine.open()
        let account = try await bench.account()
        let interrupted = InterruptedDatabase(base: bench.database, beforeWrite: 2) {
            try await bench.storage.accounts.update(account, key: Secret("newer"))
        }
        let rotation = try await SQLStorage(interrupted, key: .ofTests).dataKeys.rotate()
        // The newer one and its proxy came with the new key.
        #expect(rotation.key == 2 && rotation.sealed == 0)
        #expect(try await bench.storage.accounts.key(of: account.id) == Secret("newer"))
        #expect(try await Self.used(bench) == [2, 2])
    }

    @Test(arguments: Engine.allCases)
    func `another key file takes over, and the former one is refused`(engine: Engine) async throws {
        let bench = try await engine.open()
        let account = try await bench.account()
        _ = try await bench.storage.dataKeys.rotate()
        #expect(try await bench.storage.dataKeys.rekey(to: .ofStrangers) == [])
        #expect(try await !Self.process(bench).hasItsKey())
        let successor = Self.process(bench, key: .ofStrangers)
        #expect(try await successor.hasItsKey())
        #expect(try await successor.accounts.key(of: account.id) == Secret("key of upstream"))
        // A process that goes on with what it knows.
        #expect(try await bench.storage.accounts.key(of: account.id) == Secret("key of upstream"))
        #expect(try await successor.dataKeys.rotate().sealed == 2)
    }

    // MARK: What was tampered with

    @Test(arguments: Engine.allCases)
    func `two secrets that change places do not open, and are not empty`(engine: Engine) async throws {
        let bench = try await engine.open()
        let accounts = [try await bench.account("one"), try await bench.account("two")]
        let (first, second) = (accounts[0].id.value, accounts[1].id.value)
        try await bench.database.write { session in
            let sealed = try session.rows("SELECT sealed_key FROM accounts ORDER BY id").map {
                try $0["sealed_key"] as [UInt8]
            }
            try session.execute("UPDATE accounts SET sealed_key = \(sealed[1]) WHERE id = \(first)")
            try session.execute("UPDATE accounts SET sealed_key = \(sealed[0]) WHERE id = \(second)")
        }
        for account in accounts {
            await #expect(throws: ChatError.unavailable(what: "secrets")) {
                try await bench.storage.accounts.key(of: account.id)
            }
        }
        #expect(
            try await bench.otherProcess().dataKeys.unreadable() == accounts.map { .part(.key, of: $0.id) })
    }

    @Test(arguments: Engine.allCases)
    func `a secret opens with the key that it names, and with no other`(engine: Engine) async throws {
        let bench = try await engine.open()
        let account = try await bench.account()
        _ = try await bench.storage.dataKeys.rotate()
        for (place, byte) in [(9, UInt8(1)), (9, 3), (1, UInt8(ascii: "1")), (1, UInt8(ascii: "3")), (60, 0)] {
            let sealed = try await bench.database.read { session in
                try session.rows("SELECT sealed_key FROM accounts")[0]["sealed_key"] as [UInt8]
            }
            var changed = sealed
            changed[place] = changed[place] == byte ? 255 : byte
            try await bench.database.write { [changed] in try $0.execute("UPDATE accounts SET sealed_key = \(changed)")
            }
            await #expect(throws: ChatError.unavailable(what: "secrets")) {
                try await bench.storage.accounts.key(of: account.id)
            }
            try await bench.database.write { try $0.execute("UPDATE accounts SET sealed_key = \(sealed)") }
        }
        #expect(try await bench.storage.accounts.key(of: account.id) == Secret("key of upstream"))
    }

    @Test(arguments: Engine.allCases)
    func `a data key in the place of another opens nothing`(engine: Engine) async throws {
        let bench = try await engine.open()
        let account = try await bench.account()
        _ = try await bench.storage.dataKeys.rotate()
        try await bench.database.write { session in
            let first: [UInt8] = try session.rows("SELECT wrapped FROM data_keys ORDER BY id")[0]["wrapped"]
            try session.execute("UPDATE data_keys SET wrapped = \(first)")
        }
        let process = bench.otherProcess()
        #expect(try await process.hasItsKey())
        #expect(try await process.accounts.find(account.id).unreadable == [.key, .proxy])
    }
}

/// A database in which something happens right before one of the writes.
private final class InterruptedDatabase: SQLDatabase {
    private let base: any SQLDatabase
    private let left: Mutex<Int>
    private let event: @Sendable () async throws -> Void

    init(base: any SQLDatabase, beforeWrite number: Int, _ event: @escaping @Sendable () async throws -> Void) {
        self.base = base
        left = Mutex(number)
        self.event = event
    }

    var dialect: SQLDialect { base.dialect }

    func read<T: Sendable>(_ body: @Sendable (any SQLSession) throws -> T) async throws -> T {
        try await base.read(body)
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
        let isTime = left.withLock { left in
            left -= 1
            return left == 0
        }
        if isTime { try await event() }
        return try await base.write(body)
    }

    func scrub() async throws -> Bool { try await base.scrub() }

    func changeSchema<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
        try await base.changeSchema(body)
    }
}
