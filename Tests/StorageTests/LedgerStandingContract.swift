import Domain
import Storage
import TestKit
import Testing

/// What the SQL ledger says of single turns.
@Suite struct LedgerStandingContract {
    @Test(arguments: Engine.allCases)
    func `the ledger tells what became of each turn`(engine: Engine) async throws {
        let bench = try await engine.open()
        let alice = try await bench.member("alice")
        let committed = try await Thread(bench, alice).finished()
        let refunded = Thread(bench, alice)
        let failed = try await refunded.start()
        try await refunded.end(failed, Answer(), TurnEnd(.error, failure: .upstreamAuth), .refunded)
        let running = try await Thread(bench, alice).start()
        let standings = try await bench.storage.ledger.standings(of: [
            running.charge, .random(), committed.charge, failed.charge,
        ])
        #expect(
            standings.mapValues(\.state) == [
                committed.charge: .committed, failed.charge: .refunded, running.charge: .reserved,
            ])
        #expect(try await bench.storage.ledger.standings(of: []).isEmpty)
    }
}
