import Domain
import HTTP
import Synchronization
import TestKit
import Testing

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

@Suite struct LastSeenTests {
    /// Keeps what should be done later until a test does it.
    fileprivate final class Later: Sendable {
        private let jobs = Mutex<[@Sendable () async -> Void]>([])

        var count: Int { jobs.withLock { $0.count } }

        func add(_ job: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
            jobs.withLock { $0.append(job) }
            return Task {}
        }

        func run() async {
            let all = jobs.withLock { jobs in
                defer { jobs = [] }
                return jobs
            }
            for job in all { await job() }
        }
    }

    @Test func `who was here is noted at most once a minute, and nobody waits for it`() async throws {
        let world = try await World()
        let later = Later()
        let lastSeen = world.lastSeen(later)
        let start = world.clock.now
        for person in [world.alice, world.alice, world.bob] { lastSeen.note(person.session) }
        #expect(later.count == 2)
        await later.run()
        #expect(try await world.ports.users.find(world.alice.user.id).lastSeenAt == start)
        world.clock.advance(by: .milliseconds(59_999))
        lastSeen.note(world.alice.session)
        #expect(later.count == 0)
        world.clock.advance(by: .milliseconds(1))
        lastSeen.note(world.alice.session)
        #expect(later.count == 1)
    }

    @Test func `a session's use is noted at most once an hour`() async throws {
        let world = try await World()
        let later = Later()
        let lastSeen = world.lastSeen(later)
        let (alice, sessions) = (world.alice, world.ports.sessions)
        world.clock.advance(by: .milliseconds(3_599_999))
        lastSeen.note(alice.session)
        #expect(later.count == 1)
        world.clock.advance(by: .milliseconds(1))
        for _ in 0..<3 { lastSeen.note(alice.session) }
        #expect(later.count == 2)
        await later.run()
        let found = try #require(try await sessions.find(alice.session.hash, at: world.clock.now)?.session)
        #expect(found.lastSeenAt == world.clock.now)
        world.clock.advance(by: .seconds(3599))
        lastSeen.note(found)
        #expect(later.count == 1)
    }

    @Test(.timeLimit(.minutes(5)))
    func `who comes back after a week signs in again, who comes daily does not`()
        async throws
    {
        let world = try await World()
        func status(_ person: Person) async -> Int { await world.get("/api/user/self", as: person).status }
        for _ in 0..<7 {
            world.clock.advance(by: .seconds(86_400))
            #expect(await status(world.alice) == 200)
            // The note is written by itself.
            while try await world.ports.sessions.find(world.alice.session.hash, at: world.clock.now)?.session.lastSeenAt
                != world.clock.now, !Task.isCancelled
            { await Task.yield() }
        }
        #expect(await status(world.alice) == 200)
        #expect(await status(world.bob) == 401)
    }
}

extension World {
    fileprivate func lastSeen(_ later: LastSeenTests.Later) -> LastSeen {
        LastSeen(users: ports.users, sessions: ports.sessions, clock: clock, spawn: later.add)
    }
}
