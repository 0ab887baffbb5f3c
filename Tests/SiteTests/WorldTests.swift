import Domain
import Foundation
import Live
import TestKit
import Testing

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

/// The premise of every other test here: a run that asks for MariaDB and Redis does not pass on SQLite and memory.
@Suite struct WorldTests {
    @Test func `a world is made of what the run asks for`() async throws {
        let isCluster = ProcessInfo.processInfo.environment["CHATMIRROR_TEST_WORLD"] == "cluster"
        let material = try await World().material
        #expect(
            material
                == (isCluster
                    ? "mysql RedisQuotaLedger RedisTurnLog RedisBroadcast"
                    : "sqlite MemoryQuotaLedger MemoryTurnLog NoBroadcast"))
    }

    @Test func `two worlds at once know nothing of each other`() async throws {
        let (one, other) = (try await World(), try await World())
        _ = try await one.person("carol")
        #expect(try await other.ports.users.credentials(of: "carol") == nil)
        _ = try await one.ports.ledger.reserve(.random(), QuotaUse(by: Payer(one.alice.user.id)), under: [])
        #expect(one.alice.user.id == other.alice.user.id)
        let used = try await other.ports.ledger.usage(
            of: QuotaUse(by: Payer(other.alice.user.id)), under: [Limit(1, per: .day)])
        #expect(used.map(\.used) == [0])
    }
}
