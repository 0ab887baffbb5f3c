import Domain
import Synchronization
import TestKit
import Testing

@testable import Site

@Suite struct LastSeenTests {
    /// Keeps what should be done later until a test does it.
    private final class Later: Sendable {
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
        let lastSeen = LastSeen(users: world.ports.users, clock: world.clock, spawn: later.add)
        let start = world.clock.now
        for person in [world.alice, world.alice, world.bob] { lastSeen.note(person.user.id) }
        #expect(later.count == 2)
        await later.run()
        #expect(try await world.ports.users.find(world.alice.user.id).lastSeenAt == start)
        world.clock.advance(by: .milliseconds(59_999))
        lastSeen.note(world.alice.user.id)
        #expect(later.count == 0)
        world.clock.advance(by: .milliseconds(1))
        lastSeen.note(world.alice.user.id)
        #expect(later.count == 1)
    }
}
