import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

/// Who watches sees calls begin and end.
@Suite(.timeLimit(.minutes(5))) struct LiveCallsTests {
    @Test func `a call of a program and a turn are seen to begin and to end, with what the log says of them`()
        async throws
    {
        let world = try await World()
        try await world.call(of: world.bob)
        let live = await LiveReader(world, "/api/stats/live", as: world.admin)
        #expect(live.reader.seen.events.first?.name == "snapshot")
        #expect(live.reader.seen.events.first?.json.array?.map { $0["username"] } == ["bob"])
        let program = await Program(world, of: world.alice)
        async let response = program.ask()
        let asked = await world.backend.asked()
        await live.until { $0.count == 1 }
        let began = live.calls[0]
        #expect(began["status"] == "in_progress" && began["username"] == "alice" && began["model"] == "alpha")
        #expect(began["channel_name"] == "shared" && began["key_name"] == "program" && began["duration_ms"] == .null)
        await asked.say("It is.")
        await asked.say(.usage(Usage(promptTokens: 3, completionTokens: 5)))
        asked.finish()
        #expect(await response.status == 200)
        await live.until { $0.count == 2 }
        let ended = live.calls[1]
        #expect(ended["status"] == "completed" && ended["request_id"] == began["request_id"])
        #expect(ended["id"] == began["id"] && ended["completion_tokens"] == 5 && ended["failure"] == .null)
        #expect(ended["duration_ms"]?.integer != nil && ended["endpoint"] == "chat/completions")
        await world.dispatcher().writeUsage()
        let chat = try await world.begin(DraftBody(id: "m1"))
        await live.until { $0.count == 3 }
        #expect(live.calls[2]["status"] == "in_progress" && live.calls[2]["endpoint"] == "chat")
        await chat.reply.answer()
        await live.until { $0.count == 4 }
        #expect(live.calls[3]["status"] == "completed" && live.calls[3]["id"] == live.calls[2]["id"])
        // Nothing is told twice, though the log has all of it by now.
        await live.pass(.seconds(5))
        #expect(live.calls.count == 4)
        #expect(!live.reader.seen.text.contains("It is."))
    }

    @Test func `a member sees their own calls alone, and no account`() async throws {
        let world = try await World()
        try await world.call(of: world.bob)
        try await world.call(of: world.alice)
        let live = await LiveReader(world, "/api/stats/live/self?username=bob", as: world.alice)
        #expect(live.reader.seen.events.first?.json.array?.map { $0["username"] } == ["alice"])
        try await world.call(of: world.bob)
        try await world.call(of: world.alice)
        await live.until { $0.count >= 2 }
        await live.pass(.seconds(3))
        #expect(live.calls.map { $0["username"] } == ["alice", "alice"])
        #expect(!live.reader.seen.text.contains("channel") && !live.reader.seen.text.contains("shared"))
    }

    @Test func `what other processes write is seen within two seconds, also what began long ago`() async throws {
        let world = try await World()
        let live = await LiveReader(world, "/api/stats/live", as: world.admin)
        let charge = Charge(
            id: .random(), payer: Payer(world.alice.user.id), endpoint: .responses, model: "alpha",
            account: world.account.id, at: world.clock.now)
        let running = UsageEntry(charge, isStream: true, requestID: "elsewhere")
        try await world.ports.charges.write([running])
        await live.pass(.seconds(2))
        #expect(await live.arrived(1).map { $0["request_id"] } == ["elsewhere"])
        // Beyond what is read of the log.
        await live.pass(.seconds(120))
        #expect(live.calls.count == 1)
        let receipt = Receipt(attempts: [], end: .failed(UpstreamFailure(.upstreamError, detail: "secret words")))
        try await world.ports.charges.write([running.ended(by: receipt, at: world.clock.now)])
        await live.pass(.seconds(2))
        #expect(await live.arrived(2).map { $0["status"] } == ["in_progress", "failed"])
        #expect(live.calls.last?["failure"] == "upstream_error" && !live.reader.seen.text.contains("secret"))
    }

    @Test func `a call that was refused after it began is seen to end`() async throws {
        let world = try await World()
        let live = await LiveReader(world, "/api/stats/live", as: world.admin)
        let program = await Program(world, of: world.alice)
        async let response = program.ask()
        await world.backend.asked().fail(.upstreamError)
        _ = await response
        await live.until { $0.contains { $0["status"] == "failed" } }
        #expect(Set(live.calls.map { $0["id"] }).count == 1)
    }

    @Test func `silence is broken by a ping, and a fifth stream of a session is refused`() async throws {
        let world = try await World()
        var readers: [LiveReader] = []
        for _ in 0..<4 { readers.append(await LiveReader(world, "/api/stats/live", as: world.admin)) }
        let refused = await world.get("/api/stats/live/self", as: world.admin)
        #expect(refused.status == 429 && refused.json["message"]?.string?.contains("4") == true)
        #expect(LiveReader.isStream(await world.get("/api/stats/live/self", as: world.alice)))
        await readers[0].pass(.seconds(17))
        await readers[0].reader.until { $0.text.contains(": ping\n\n") }
        readers[1].reader.leave()
        await readers[1].reader.end()
        var answer = refused
        while answer.status == 429 { answer = await world.get("/api/stats/live", as: world.admin) }
        #expect(LiveReader.isStream(answer))
    }

    @Test(arguments: ["signed out", "disabled", "demoted"])
    func `a stream ends with its session, and with the role that it needs`(cause: String) async throws {
        let world = try await World()
        let admin = try await world.ports.addPerson("second", role: .admin, at: world.clock.now)
        let all = await LiveReader(world, "/api/stats/live", as: admin)
        let own = await LiveReader(world, "/api/stats/live/self", as: admin)
        await all.pass(.seconds(3))
        #expect(!all.reader.isOver)
        var user = admin.user
        switch cause {
        case "disabled": user.status = .disabled
        case "demoted": user.role = .member
        default: #expect(await world.post("/api/user/logout", [:], as: admin).status == 200)
        }
        if user != admin.user { try await world.ports.users.update(user) }
        while !all.reader.isOver || (cause != "demoted" && !own.reader.isOver) {
            await (all.reader.isOver ? own : all).pass(.seconds(1))
        }
        #expect(own.reader.isOver == (cause != "demoted"))
    }

    @Test func `a reader who takes nothing is sent away, and the others are not`() async throws {
        let world = try await World()
        let response = await world.get("/api/stats/live", as: world.admin)
        let stuck = StuckWriter()
        guard case .written(let write) = response.body else { throw ChatError.notFound }
        let task = Task { try? await write(stuck) }
        await stuck.isStuck()
        let live = await LiveReader(world, "/api/stats/live", as: world.admin)
        for _ in 0..<6 {
            let entries = (0..<100).map { _ in
                UsageEntry(
                    Charge(
                        id: .random(), payer: Payer(world.alice.user.id), endpoint: .chat, model: "alpha",
                        account: world.account.id, at: world.clock.now), isStream: true, requestID: "r")
            }
            try await world.ports.charges.write(entries)
            await live.pass(.seconds(1))
        }
        #expect(await live.arrived(600).count == 600 && !live.reader.isOver)
        stuck.release()
        await task.value
        #expect(stuck.pieces == 1)
    }
}

/// Reads a stream of calls while it moves the clock.
private struct LiveReader: Sendable {
    let world: World
    let reader: StreamReader

    init(_ world: World, _ target: String, as person: Person) async {
        self.world = world
        reader = StreamReader(await world.get(target, as: person))
        await reader.events(1)
    }

    static func isStream(_ response: Response) -> Bool {
        response.status == 200 && response.headers["content-type"] == "text/event-stream; charset=utf-8"
    }

    var calls: [JSONValue] { Self.calls(in: reader.seen) }

    private static func calls(in seen: StreamReader.Seen) -> [JSONValue] {
        seen.events.filter { $0.name == "call" }.map(\.json)
    }

    /// Without time passing: so many were told already.
    @discardableResult
    func arrived(_ count: Int) async -> [JSONValue] {
        await reader.until { Self.calls(in: $0).count >= count }
        return calls
    }

    func until(_ condition: ([JSONValue]) -> Bool) async {
        while !condition(calls), !reader.isOver, !Task.isCancelled { await look() }
    }

    /// Whoever looks at the log has done so when they sleep again.
    func pass(_ span: Duration) async {
        let end = world.clock.now + span
        while world.clock.now < end, !reader.isOver { await look() }
    }

    private func look() async {
        await world.clock.sleepers(1)
        world.clock.advance(by: .milliseconds(250))
        for _ in 0..<20 { await Task.yield() }
        if !reader.isOver { await world.clock.sleepers(1) }
    }
}

/// Takes the first piece when it is told to.
private final class StuckWriter: BodyWriter {
    private let state = Watched((pieces: 0, isReleased: false))

    var pieces: Int { state.read { $0.pieces } }

    func write(_: [UInt8]) async throws(Disconnected) {
        state.change { $0.pieces += 1 }
        await state.until { $0.isReleased }
    }

    func cut() {}
    func isStuck() async { await state.until { $0.pieces > 0 } }
    func release() { state.change { $0.isReleased = true } }
}
