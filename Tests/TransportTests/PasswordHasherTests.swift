import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(1))) struct PasswordHasherTests {
    private let cheap = PasswordHasher(cost: PasswordHasher.Cost(passes: 1, memory: 1 << 20))

    @Test func `only the password itself is right`() async throws {
        let hash = try await cheap.hash("correct horse")
        #expect(hash.hasPrefix("$argon2id$"))
        #expect(try await cheap.verify("correct horse", against: hash))
        #expect(try await !cheap.verify("correct horsf", against: hash))
        #expect(try await !cheap.verify("", against: hash))
        #expect(try await cheap.hash("correct horse") != hash)
        #expect(try await !cheap.verify("x", against: "nonsense"))
    }

    @Test func `a hash of another cost is outdated`() async throws {
        let hash = try await cheap.hash("correct horse")
        #expect(!cheap.isOutdated(hash))
        #expect(PasswordHasher(cost: PasswordHasher.Cost(passes: 2, memory: 1 << 20)).isOutdated(hash))
        #expect(PasswordHasher().isOutdated(hash))
    }

    @Test func `nobody's password is wrong, and takes the same work`() async throws {
        let hasher = PasswordHasher()
        let hash = try await hasher.hash("a")
        #expect(try await !hasher.verify("a", against: nil))
        #expect(hash.split(separator: "$").prefix(3) == ["argon2id", "v=19", "m=65536,t=2,p=1"])
        // The hash that stands for nobody is one that libsodium computes with, not one it turns away at once.
        let clock = ContinuousClock()
        let real = try await clock.measure { _ = try await hasher.verify("b", against: hash) }
        let nobody = try await clock.measure { _ = try await hasher.verify("b", against: nil) }
        #expect(nobody > real / 5)
    }

    @Test func `a flood is refused beyond two at work and twenty waiting`() async {
        let hasher = PasswordHasher(cost: PasswordHasher.Cost(passes: 2, memory: 16 << 20))
        let outcomes = await withTaskGroup(of: Bool.self) { tasks in
            for _ in 0..<60 { tasks.addTask { (try? await hasher.hash("x")) != nil } }
            return await tasks.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(outcomes.count { $0 } >= 22)
        #expect(outcomes.contains(false))
    }
}
