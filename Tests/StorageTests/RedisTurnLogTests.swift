import Database
import Domain
import JSON
import TestKit
import Testing
import Transport
import Wire

@testable import Live
@testable import Storage

/// What holds for turn logs in Redis alone: viewers elsewhere, processes that die, and a Redis that comes and goes.
@Suite(.timeLimit(.minutes(5))) struct RedisTurnLogTests {
    private let clock = ManualClock()
    private let turn = Turn.sample(owner: ID(1))
    private let end = TurnEvent.ended(TurnEnd(.interrupted))

    /// How often a viewer has looked.
    private static let looks = """
        EVAL "local n = redis.call('INFO', 'commandstats'):match('cmdstat_xrange:calls=(%d+)') return tonumber(n or 0)" 0
        """

    /// One process.
    private func log(_ server: RedisServer, patience: Duration = .seconds(5)) throws -> RedisTurnLog {
        RedisTurnLog(client: try RedisClient(to: server), clock: clock, prefix: "cm:", patience: patience)
    }

    @Test func `events survive the way through Redis`() throws {
        let whole = Turn(
            id: .random(), owner: ID(9), conversation: .random(), question: .random(), answer: .random(),
            thoughts: .random(), account: ID(3), model: "m \"1\"", status: .interrupted, createdAt: clock.now,
            firstOutputAt: clock.now + .seconds(1), endedAt: clock.now + .seconds(2))
        let events: [TurnEvent] =
            [.began(whole), .began(turn), .text("a\u{0}\n\"🙂"), .reasoning(""), end]
            + [Continuation(with: "b", after: "a"), Continuation(with: nil, after: nil)].map { continued in
                var end = TurnEnd(.finished)
                end.continued = continued
                return .ended(end)
            }
            + TurnFailure.allCases.map { .ended(TurnEnd(.error, failure: $0, finishReason: "stop", omitted: 4)) }
        for event in events { #expect(TurnEvent(event.json) == event) }
        for json in ["[]", "[\"text\"]", "[\"text\",1]", "[\"began\",{}]", "[\"ended\",{}]", "[\"other\",\"x\"]", "1"] {
            #expect(TurnEvent(try .init(parsing: json.utf8)) == nil)
        }
    }

    @Test func `a viewer who moves to another process reads on without gap or duplicate`() async throws {
        let server = try await RedisServer()
        let logs = [try log(server), try log(server), try log(server)]
        try await logs[0].start(turn)
        async let text = follow(logs)
        let words = (0..<400).map { "word\($0) " }
        for word in words {
            try await logs[0].append([.text(word)], to: turn.id)
            if word.hasSuffix("9 ") { await TestLoop.shared.sleep(for: .milliseconds(2)) }
        }
        try await logs[0].append([.ended(TurnEnd(.finished))], to: turn.id)
        #expect(try await text == words.joined())
    }

    /// Reads each time in another process.
    private func follow(_ logs: [RedisTurnLog]) async throws -> String {
        var (text, number, process) = ("", 0, 0)
        while true {
            let events = try await logs[process % 3].read(turn.id, for: turn.owner, after: number)
            guard let last = events.last else { return text }
            #expect(events.map(\.number) == Array(number + 1...last.number))
            for case .text(let piece) in events.map(\.event) { text += piece }
            number = last.number
            process += 1
        }
    }

    @Test func `a viewer elsewhere who looks before the log is published waits a moment for it`() async throws {
        let server = try await RedisServer()
        let (writer, viewer) = (try log(server), try log(server))
        writer.open(turn)
        async let first = viewer.read(turn.id, for: turn.owner, after: 0)
        while server.ask(Self.looks) == ":0", !Task.isCancelled { await Task.yield() }
        try await writer.publish(turn.id)
        #expect(try await first == [NumberedEvent(1, .began(turn))])
        await #expect(throws: ChatError.notResumable) {
            try await viewer.read(.random(), for: turn.owner, after: 0)
        }
    }

    @Test func `any process ends the turn of one that died, and then nothing is added`() async throws {
        let server = try await RedisServer()
        let (dead, heir, third) = (try log(server), try log(server), try log(server))
        try await dead.start(turn)
        try await dead.append([.text(String(repeating: "x", count: 5000))], to: turn.id)
        while try await third.read(turn.id, for: turn.owner, after: 0).count < 2 {}
        try await heir.append([end], to: turn.id)
        try await heir.append([end], to: turn.id)
        // It was not dead after all.
        try await dead.append([.text("late")], to: turn.id)
        try await dead.append([.ended(TurnEnd(.finished))], to: turn.id)
        #expect(try await third.read(turn.id, for: turn.owner, after: 2) == [NumberedEvent(3, end)])
        #expect(try await heir.read(turn.id, for: turn.owner, after: 2) == [NumberedEvent(3, end)])
        #expect(try await third.read(turn.id, for: turn.owner, after: 3).isEmpty)
    }

    @Test(arguments: [true, false])
    func `a Redis that lost everything is told everything again`(hasViewer: Bool) async throws {
        let server = try await RedisServer()
        let (writer, viewer) = (try log(server), try log(server))
        try await writer.start(turn)
        let pieces = (0..<3000).map { TurnEvent.text("piece\($0) ") }
        try await writer.append(Array(pieces[..<1500]), to: turn.id)
        if hasViewer {
            while try await viewer.read(turn.id, for: turn.owner, after: 0).last?.number != 1501 {}
        }
        server.ask("FLUSHALL")
        try await writer.append(Array(pieces[1500...]), to: turn.id)
        try await writer.append([end], to: turn.id)
        var (text, number) = ("", 0)
        while true {
            let events = try await viewer.read(turn.id, for: turn.owner, after: number)
            guard let last = events.last else { break }
            for case .text(let piece) in events.map(\.event) { text += piece }
            number = last.number
        }
        #expect(number == 3002)
        #expect(text == (0..<3000).map { "piece\($0) " }.joined())
    }

    @Test func `while Redis is away viewers of the turn's process go on, and others catch up`() async throws {
        let server = try await RedisServer()
        let (writer, viewer) = (try log(server), try log(server, patience: .seconds(30)))
        try await writer.start(turn)
        #expect(try await viewer.read(turn.id, for: turn.owner, after: 0).count == 1)
        async let next = viewer.read(turn.id, for: turn.owner, after: 1)
        server.kill()
        let start = MonotonicTime.now
        for number in 0..<50 { try await writer.append([.text("\(number)")], to: turn.id) }
        #expect(try await writer.read(turn.id, for: turn.owner, after: 50).count == 1)
        try await writer.append([end], to: turn.id)
        #expect(MonotonicTime.now - start < .seconds(20))
        try await server.start()
        #expect(try await next.first == NumberedEvent(2, .text("0")))
        #expect(try await viewer.read(turn.id, for: turn.owner, after: 51) == [NumberedEvent(52, end)])
    }

    @Test func `viewers elsewhere are told when Redis stays away, and none can begin`() async throws {
        let server = try await RedisServer()
        let (writer, viewer) = (try log(server), try log(server, patience: .milliseconds(200)))
        try await writer.start(turn)
        #expect(try await viewer.read(turn.id, for: turn.owner, after: 0).count == 1)
        async let outcome = #expect(throws: ChatError.unavailable(what: "turns")) {
            try await viewer.read(turn.id, for: turn.owner, after: 1)
        }
        server.kill()
        _ = await outcome
        await #expect(throws: ChatError.unavailable(what: "turns")) {
            try await viewer.read(.random(), for: turn.owner, after: 0)
        }
        let refused = Turn.sample(owner: ID(2))
        await #expect(throws: ChatError.unavailable(what: "turns")) { try await writer.start(refused) }
        // Viewers of its own process are told why it has no answer.
        let why = TurnEvent.ended(TurnEnd(.interrupted, failure: .storage))
        try await writer.append([why], to: refused.id)
        #expect(try await writer.read(refused.id, for: refused.owner, after: 1) == [NumberedEvent(2, why)])
    }

    @Test func `a log in Redis expires`() async throws {
        let server = try await RedisServer()
        let log = try log(server)
        try await log.start(turn)
        #expect(lifetime(server).map { (2_000_000...2_100_000).contains($0) } == true)
        try await log.append([end], to: turn.id)
        #expect(lifetime(server).map { (500_000...600_000).contains($0) } == true)
    }

    private func lifetime(_ server: RedisServer) -> Int? {
        server.ask("PTTL cm:log:\(turn.id)").flatMap { Int($0.dropFirst()) }
    }

    @Test func `a log that holds what is no log harms nobody`() async throws {
        let server = try await RedisServer()
        let log = try log(server)
        server.ask("XADD cm:log:\(turn.id) 1-0 events junk")
        await #expect(throws: ChatError.unavailable(what: "turns")) {
            try await log.read(turn.id, for: turn.owner, after: 0)
        }
        let other = Turn.sample(owner: ID(1))
        server.ask("SET cm:log:\(other.id) text")
        await #expect(throws: ChatError.unavailable(what: "turns")) { try await log.start(other) }
    }
}

/// Signals between processes.
@Suite(.timeLimit(.minutes(5))) struct RedisBroadcastTests {
    @Test func `a signal reaches every other process and not its sender`() async throws {
        let prefix = String.random()
        let clients = try await [RedisClient.shared(), .shared()]
        let (here, there) = (
            RedisBroadcast(client: clients[0], prefix: prefix), RedisBroadcast(client: clients[1], prefix: prefix)
        )
        var (heard, echo) = (there.signals().makeAsyncIterator(), here.signals().makeAsyncIterator())
        let channel = "\(prefix)signals"
        while try await clients[0].command("PUBSUB", "NUMSUB", channel).array?[1].integer != 2 {
            await TestLoop.shared.sleep(for: .milliseconds(5))
        }
        let stop = Signal.stop(.random(), ID(7))
        await here.send(stop)
        _ = try await clients[0].command("PUBLISH", channel, "junk")
        _ = try await clients[0].command("PUBLISH", channel, #"{"from":"x","signal":"dance","owner":1}"#)
        await here.send(.stopAll(ID(8)))
        #expect(await heard.next() == stop)
        #expect(await heard.next() == .stopAll(ID(8)))
        await there.send(.stopAll(ID(9)))
        #expect(await echo.next() == .stopAll(ID(9)))
    }
}
