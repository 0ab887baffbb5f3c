import Synchronization
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(5))) struct PasswordHasherTests {
    private let cheap = PasswordHasher(cost: PasswordHasher.Cost(passes: 1, memory: 1 << 20))

    @Test func `only the password itself is right`() async throws {
        let hash = try await cheap.hash("correct horse", in: .stranger)
        #expect(hash.hasPrefix("$argon2id$"))
        #expect(try await cheap.verify("correct horse", against: hash, in: .stranger))
        #expect(try await !cheap.verify("correct horsf", against: hash, in: .stranger))
        #expect(try await !cheap.verify("", against: hash, in: .stranger))
        #expect(try await cheap.hash("correct horse", in: .stranger) != hash)
        #expect(try await !cheap.verify("x", against: "nonsense", in: .stranger))
    }

    @Test func `a hash of another cost is outdated`() async throws {
        let hash = try await cheap.hash("correct horse", in: .stranger)
        #expect(!cheap.isOutdated(hash))
        #expect(PasswordHasher(cost: PasswordHasher.Cost(passes: 2, memory: 1 << 20)).isOutdated(hash))
        #expect(PasswordHasher().isOutdated(hash))
    }

    @Test func `nobody's password is wrong, and takes the same work`() async throws {
        let hasher = PasswordHasher()
        let hash = try await hasher.hash("a", in: .stranger)
        #expect(try await !hasher.verify("a", against: nil, in: .stranger))
        #expect(hash.split(separator: "$").prefix(3) == ["argon2id", "v=19", "m=65536,t=2,p=1"])
        // The hash that stands for nobody is one that libsodium computes with, not one it turns away at once.
        let clock = ContinuousClock()
        let real = try await clock.measure { _ = try await hasher.verify("b", against: hash, in: .stranger) }
        let nobody = try await clock.measure { _ = try await hasher.verify("b", against: nil, in: .stranger) }
        #expect(nobody > real / 5)
    }

    @Test func `a flood is refused beyond two at work and twenty waiting`() async {
        let hasher = PasswordHasher(cost: PasswordHasher.Cost(passes: 2, memory: 16 << 20))
        let outcomes = await withTaskGroup(of: Bool.self) { tasks in
            for _ in 0..<60 { tasks.addTask { (try? await hasher.hash("x", in: .stranger)) != nil } }
            return await tasks.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(outcomes.count { $0 } >= 22)
        #expect(outcomes.contains(false))
    }

    @Test func `a lane that is full refuses nobody in another, and the best one is served first`() async throws {
        let places = HashingPlaces(2)
        let served = Served()
        @Sendable func wait(_ lane: PasswordHasher.Lane) async -> Bool {
            guard let place = try? await places.enter(lane) else { return false }
            served.lanes.withLock { $0.append(lane) }
            places.leave(place)
            return true
        }
        let held = [try await places.enter(.stranger), try await places.enter(.stranger)]
        #expect(held.sorted() == [0, 1])
        await withTaskGroup { tasks in
            for lane in PasswordHasher.Lane.allCases.reversed() {
                for _ in 0..<20 { tasks.addTask { #expect(await wait(lane)) } }
                while places.waiting(in: lane) < 20, !Task.isCancelled { await Task.yield() }
                #expect(await !wait(lane))
            }
            #expect(served.lanes.withLock(\.self) == [])
            places.leave(held[0])
        }
        #expect(
            served.lanes.withLock(\.self)
                == PasswordHasher.Lane.allCases.flatMap { [PasswordHasher.Lane](repeating: $0, count: 20) })
        places.leave(held[1])
        #expect(try await Set([places.enter(.stranger), places.enter(.stranger)]) == [0, 1])
    }
}

/// The lanes in the order in which they were served.
private final class Served: Sendable {
    let lanes = Mutex<[PasswordHasher.Lane]>([])
}
