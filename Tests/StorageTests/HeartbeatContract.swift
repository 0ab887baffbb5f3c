import Database
import Domain
import Storage
import TestKit
import Testing
import Transport

/// Several processes over one database: whose turns go on, and who ends those of the dead.
@Suite struct HeartbeatContract {
    /// Makes it look as if the last beats were so much longer ago; of every process unless told otherwise.
    private static func age(_ bench: Bench, by seconds: Int, except alive: SQLStorage? = nil) async throws {
        try await alive?.heartbeat.beat()
        let spared: SQL =
            alive == nil ? "1 = 0" : "beat_at = (SELECT newest FROM (SELECT MAX(beat_at) AS newest FROM processes) b)"
        try await bench.database.write { session in
            try session.execute("UPDATE processes SET steady_since = steady_since - \(seconds * 1000)")
            try session.execute("UPDATE processes SET beat_at = beat_at - \(seconds * 1000) WHERE NOT (\(spared))")
        }
    }

    private static func interrupt(_ bench: Bench, by process: SQLStorage) async throws -> Set<Key<Turn>> {
        Set(try await process.conversations.interruptTurns(except: [], at: bench.clock.now).map(\.turn.id))
    }

    @Test(arguments: Engine.allCases)
    func `the turns of a process that is silent are ended by another, those of a living one go on`(
        engine: Engine
    ) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let (dead, judge, living) = (bench.storage, bench.otherProcess(), bench.otherProcess())
        for process in [dead, judge, living] { try await process.heartbeat.beat() }
        let lost = try await Thread(bench, alice, by: dead).start()
        let going = try await Thread(bench, alice, by: living).start()
        #expect(try await Self.interrupt(bench, by: judge).isEmpty)
        try await Self.age(bench, by: 8)
        #expect(try await Self.interrupt(bench, by: judge).isEmpty)
        try await living.heartbeat.beat()
        try await judge.heartbeat.beat()
        try await Self.age(bench, by: 8)
        #expect(try await Self.interrupt(bench, by: judge) == [lost.id])
        #expect(try await Self.interrupt(bench, by: judge).isEmpty)
        let stored = try await living.conversations.latestTurn(of: going.conversation, for: alice.id)
        #expect(stored?.isRunning == true)
    }

    @Test(arguments: Engine.allCases)
    func `the turns of a process that left are ended at once`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        try await bench.storage.heartbeat.beat()
        let turn = try await Thread(bench, alice).start()
        let other = bench.otherProcess()
        try await other.heartbeat.beat()
        try await bench.storage.heartbeat.leave()
        #expect(try await Self.interrupt(bench, by: other) == [turn.id])
    }

    @Test(arguments: Engine.allCases)
    func `a database that was away has not killed anybody`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let judge = bench.otherProcess()
        for process in [bench.storage, judge] { try await process.heartbeat.beat() }
        let turn = try await Thread(bench, alice).start()
        try await Self.age(bench, by: 100)
        // The judge is back first, and cannot know whether the other one is on its way.
        try await judge.heartbeat.beat()
        #expect(try await Self.interrupt(bench, by: judge).isEmpty)
        // A while later it can.
        try await Self.age(bench, by: 16, except: judge)
        #expect(try await Self.interrupt(bench, by: judge) == [turn.id])
    }

    @Test(arguments: Engine.allCases)
    func `a process that died while the clock was ahead is dead when it is back, and who lives is not`(engine: Engine)
        async throws
    {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let (dead, judge, living) = (bench.storage, bench.otherProcess(), bench.otherProcess())
        for process in [dead, judge, living] { try await process.heartbeat.beat() }
        let lost = try await Thread(bench, alice, by: dead).start()
        let going = try await Thread(bench, alice, by: living).start()
        // All beats are of a time that has not come yet.
        try await Self.age(bench, by: -100_000)
        #expect(try await Self.interrupt(bench, by: judge).isEmpty)
        for process in [judge, living] { try await process.heartbeat.beat() }
        #expect(try await Self.interrupt(bench, by: judge).isEmpty)
        for _ in 0..<2 {
            try await Self.age(bench, by: 8)
            for process in [judge, living] { try await process.heartbeat.beat() }
        }
        #expect(try await Self.interrupt(bench, by: judge) == [lost.id])
        #expect(try await living.conversations.latestTurn(of: going.conversation, for: alice.id)?.isRunning == true)
    }

    @Test(arguments: Engine.allCases)
    func `a turn of ours that began while the clock was ahead, and that nobody runs, is ended when it is back`(
        engine: Engine
    ) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        try await bench.storage.heartbeat.beat()
        let start = bench.clock.now
        bench.clock.advance(by: .seconds(86_400))
        let lost = try await Thread(bench, alice).start()
        bench.clock.set(start)
        #expect(try await Self.interrupt(bench, by: bench.storage) == [lost.id])
    }

    @Test(arguments: Engine.allCases)
    func `of many processes that find a turn abandoned one ends it`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        try await bench.storage.heartbeat.beat()
        var turns: Set<Key<Turn>> = []
        for _ in 0..<12 { turns.insert(try await Thread(bench, alice).start().id) }
        try await bench.storage.heartbeat.leave()
        let ended = try await withThrowingTaskGroup { group in
            for _ in 0..<6 {
                let process = bench.otherProcess()
                group.addTask {
                    try await process.heartbeat.beat()
                    return try await Array(Self.interrupt(bench, by: process))
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(ended.count == 12)
        #expect(Set(ended) == turns)
    }

    @Test(arguments: Engine.allCases)
    func `a turn of this process that has only just begun is left alone`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        try await bench.storage.heartbeat.beat()
        let turn = try await Thread(bench, alice).start()
        bench.clock.advance(by: .seconds(14))
        #expect(try await Self.interrupt(bench, by: bench.storage).isEmpty)
        bench.clock.advance(by: .seconds(2))
        #expect(try await Self.interrupt(bench, by: bench.storage) == [turn.id])
    }

    @Test(arguments: Engine.allCases)
    func `whoever has the database to himself ends what others left`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        try await bench.storage.heartbeat.beat()
        let turn = try await Thread(bench, alice).start()
        let next = bench.otherProcess()
        #expect(try await Self.interrupt(bench, by: next).isEmpty)
        try await next.forgetOtherProcesses()
        try await next.heartbeat.beat()
        #expect(try await Self.interrupt(bench, by: next) == [turn.id])
    }

    @Test(arguments: Engine.allCases)
    func `turns from before processes were noted belong to nobody`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        try await bench.storage.heartbeat.beat()
        let turn = try await Thread(bench, alice).start()
        try await bench.database.write { try $0.execute("UPDATE charges SET process_id = NULL") }
        #expect(try await Self.interrupt(bench, by: bench.otherProcess()) == [turn.id])
    }

    @Test(arguments: Engine.allCases)
    func `a process that comes back finds its turns ended, and changes nothing`(engine: Engine) async throws {
        let bench = try await engine.open()
        let thread = try await Thread(bench, bench.member("alice"))
        let judge = bench.otherProcess()
        for process in [bench.storage, judge] { try await process.heartbeat.beat() }
        let turn = try await thread.start()
        try await thread.store.save(turn, .of("half"))
        try await Self.age(bench, by: 20, except: judge)
        let ended = try await judge.conversations.interruptTurns(except: [], at: bench.clock.now)
        #expect(ended.map(\.settlement) == [.committed])
        try await bench.storage.heartbeat.beat()
        try await thread.end(turn, .of("whole"))
        #expect(try await thread.messages().map(\.text) == ["question", "half"])
        #expect(try await thread.messages()[1].status == .interrupted)
    }

    // MARK: Counting alone

    private static func process(_ bench: Bench, isAlone: Bool) -> SQLStorage {
        SQLStorage(bench.database, key: .ofTests, isAlone: isAlone)
    }

    /// Who counts in his own memory, and who may then not enter.
    @Test(
        arguments: Engine.allCases,
        [(false, false, true), (false, true, false), (true, false, false), (true, true, false)])
    func `a process that counts alone has nobody beside it`(
        engine: Engine, _ kinds: (first: Bool, second: Bool, areAdmitted: Bool)
    ) async throws {
        let bench = try await engine.open()
        let (first, second) = (
            Self.process(bench, isAlone: kinds.first), Self.process(bench, isAlone: kinds.second)
        )
        #expect(try await first.heartbeat.enter() == nil)
        #expect(try await (second.heartbeat.enter() == nil) == kinds.areAdmitted)
        // Its own note is in nobody's way.
        #expect(try await first.heartbeat.enter() == nil)
        try await first.heartbeat.leave()
        #expect(try await second.heartbeat.enter() == nil)
    }

    @Test(arguments: Engine.allCases)
    func `a process that is silent is in the way for fifteen seconds`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (first, second) = (Self.process(bench, isAlone: true), Self.process(bench, isAlone: true))
        #expect(try await first.heartbeat.enter() == nil)
        try await Self.age(bench, by: 10)
        let other = try #require(try await second.heartbeat.enter())
        #expect(other.silence >= .seconds(10) && other.silence < .seconds(15))
        // It lives: its beats count up.
        try await first.heartbeat.beat()
        #expect(try await second.heartbeat.enter()!.lastBeat > other.lastBeat)
        try await Self.age(bench, by: 16)
        #expect(try await second.heartbeat.enter() == nil)
    }

    @Test(arguments: Engine.allCases)
    func `of processes that enter at once to count alone one gets in`(engine: Engine) async throws {
        for _ in 0..<5 {
            let bench = try await engine.open()
            let admitted = try await withThrowingTaskGroup { group in
                for _ in 0..<16 {
                    group.addTask { try await Self.process(bench, isAlone: true).heartbeat.enter() == nil ? 1 : 0 }
                }
                return try await group.reduce(0, +)
            }
            #expect(admitted == 1)
        }
    }
}
