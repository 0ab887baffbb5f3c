import Domain
import HTTP
import JSON
import Synchronization
import TestKit
import Testing
import Transport
import Wire

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

/// The store that says who may read is restarted while answers are read.
@Suite(.timeLimit(.minutes(5))) struct StoreOutageTests {
    @Test func `readers read on while the store is away, and who was revoked is cut when it is back`() async throws {
        let world = try await World()
        let sessions = OutageSessions(world.ports.sessions)
        let turn = try await world.begin(at: world.site(over: sessions))
        sessions.isAway = true
        try await world.ports.sessions.delete(world.alice.session.hash)
        while sessions.failures == 0 { await world.passSecond() }
        for second in 1...20 {
            await world.passSecond()
            await turn.reply.say("\(second) ")
        }
        await turn.reader.until { $0.text.contains("20 ") }
        #expect(!turn.reader.isOver)
        sessions.isAway = false
        while !turn.reader.isOver { await world.passSecond() }
        #expect(turn.reader.isCut)
        turn.reply.finish()
    }

    @Test func `an answer that began before the outage is read to its end`() async throws {
        let world = try await World()
        let sessions = OutageSessions(world.ports.sessions)
        let turn = try await world.begin(at: world.site(over: sessions))
        sessions.isAway = true
        while sessions.failures == 0 { await world.passSecond() }
        await turn.reply.say("whole")
        turn.reply.finish()
        #expect(await turn.reader.end().last?.isDone == true)
        #expect(!turn.reader.isCut)
    }

    @Test func `a store that stays silent for half a minute ends the streams`() async throws {
        let world = try await World()
        let sessions = OutageSessions(world.ports.sessions)
        let turn = try await world.begin(at: world.site(over: sessions))
        sessions.isAway = true
        let start = world.clock.now
        while !turn.reader.isOver { await world.passSecond() }
        #expect(turn.reader.isCut)
        #expect(world.clock.now - start > .seconds(30))
        turn.reply.finish()
    }

    @Test func `an answer of the store in between begins the half minute anew`() async throws {
        let world = try await World()
        let sessions = OutageSessions(world.ports.sessions)
        let turn = try await world.begin(at: world.site(over: sessions))
        for _ in 1...3 {
            sessions.isAway = true
            for _ in 1...20 { await world.passSecond() }
            sessions.isAway = false
            let answers = sessions.answers
            while sessions.answers == answers { await world.passSecond() }
        }
        await turn.reply.say("still here")
        await turn.reader.until { $0.text.contains("still here") }
        #expect(!turn.reader.isOver)
        turn.reply.finish()
        await turn.reader.end()
    }
}

extension World {
    /// The same site, with other sessions.
    fileprivate func site(over sessions: any SessionStore) throws -> Site {
        var ports = ports
        ports.sessions = sessions
        return try Site(
            ports,
            SiteOptions(
                publicURL: "http://chat.test", timeZone: "UTC", assets: frontEnd.assets,
                templates: frontEnd.templates, sealingKey: .random()))
    }

    /// A message of alice, sent to that site.
    fileprivate func begin(at site: Site) async throws -> Underway {
        let body = DraftBody().json.bytes
        let response = await site.respond(
            to: Request(
                method: .post, path: "/backend-api/conversation",
                headers: [
                    "host": "chat.test", "cookie": Text(alice.cookie), "content-type": "application/json",
                    "content-length": "\(body.count)",
                ], body: .bytes(body)))
        try #require(response.status == 200, "\(response.text)")
        return Underway(conversation: "", reader: StreamReader(response), reply: await backend.asked())
    }

    fileprivate func passSecond() async {
        // The turn's own timer; the viewers' sleeps beside it for as long as there are any.
        await clock.sleepers(1)
        clock.advance(by: .seconds(1))
        await Task.yield()
    }
}

/// Sessions of a store that is sometimes away.
private final class OutageSessions: SessionStore {
    private let store: any SessionStore
    private let state = Mutex((isAway: false, failures: 0, answers: 0))

    init(_ store: any SessionStore) { self.store = store }

    var isAway: Bool {
        get { state.withLock { $0.isAway } }
        set { state.withLock { $0.isAway = newValue } }
    }
    var failures: Int { state.withLock { $0.failures } }
    var answers: Int { state.withLock { $0.answers } }

    func living(among hashes: [[UInt8]], at moment: Timestamp) async throws(ChatError) -> Set<[UInt8]> {
        let isAway = state.withLock { state in
            if state.isAway { state.failures += 1 }
            return state.isAway
        }
        if isAway { throw .unavailable(what: "storage") }
        let living = try await store.living(among: hashes, at: moment)
        state.withLock { $0.answers += 1 }
        return living
    }

    func create(_ session: Session) async throws(ChatError) { try await store.create(session) }
    func find(_ hash: [UInt8], at moment: Timestamp) async throws(ChatError) -> Principal? {
        try await store.find(hash, at: moment)
    }
    func list(of user: ID<User>, at moment: Timestamp) async throws(ChatError) -> [Session] {
        try await store.list(of: user, at: moment)
    }
    func touch(_ hash: [UInt8], at moment: Timestamp) async { await store.touch(hash, at: moment) }
    func confirm(_ hash: [UInt8], at moment: Timestamp) async throws(ChatError) {
        try await store.confirm(hash, at: moment)
    }
    func delete(_ hash: [UInt8]) async throws(ChatError) { try await store.delete(hash) }
    func deleteAll(of user: ID<User>) async throws(ChatError) { try await store.deleteAll(of: user) }
    func purge(before moment: Timestamp) async throws(ChatError) { try await store.purge(before: moment) }
}
