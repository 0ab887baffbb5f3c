import Database
import Domain
import TestKit

@testable import Live
@testable import Storage

/// The turn logs that the contract runs on.
enum TurnLogKind: CaseIterable, Sendable {
    case memory, redis, redisElsewhere

    func make(_ clock: ManualClock) async throws -> any TurnLog {
        switch self {
        case .memory: MemoryTurnLog(clock: clock)
        case .redis: RedisTurnLog(client: try await .shared(), clock: clock, prefix: .random())
        case .redisElsewhere: try await TwoProcesses(clock)
        }
    }

    /// Each takes a tenth of a second when the viewer is elsewhere.
    var rounds: Int { self == .redisElsewhere ? 20 : self == .redis ? 500 : 2000 }
}

extension TurnLog {
    func start(_ turn: Turn) async throws(ChatError) {
        open(turn)
        try await publish(turn.id)
    }
}

/// One process writes, another one reads.
private struct TwoProcesses: TurnLog {
    let writer: RedisTurnLog
    let reader: RedisTurnLog

    init(_ clock: ManualClock) async throws {
        let prefix = String.random()
        writer = RedisTurnLog(client: try await .shared(), clock: clock, prefix: prefix)
        reader = RedisTurnLog(client: try await .shared(), clock: clock, prefix: prefix)
    }

    func open(_ turn: Turn) { writer.open(turn) }

    func publish(_ turn: Key<Turn>) async throws(ChatError) { try await writer.publish(turn) }

    func append(_ events: [TurnEvent], to turn: Key<Turn>) async throws(ChatError) {
        try await writer.append(events, to: turn)
    }

    func read(_ turn: Key<Turn>, for owner: ID<User>, after number: Int) async throws(ChatError) -> [NumberedEvent] {
        try await reader.read(turn, for: owner, after: number)
    }

    func hold(_ turn: Key<Turn>) -> (any Sendable)? { reader.hold(turn) }
    func restore(_ turn: Turn, _ events: [TurnEvent]) -> any Sendable { reader.restore(turn, events) }

    func text(of kind: Message.Kind, in turn: Key<Turn>, for owner: ID<User>, after number: Int, through last: Int)
        async throws(ChatError) -> TextPortion
    {
        try await reader.text(of: kind, in: turn, for: owner, after: number, through: last)
    }
}
