import Synchronization

/// Whether a session has an answer under way: then a process that stops waits for it.
public final class RealtimeActivity: Sendable {
    private let answers = Atomic<Int>(0)

    public init() {}

    public var isAnswering: Bool { answers.load(ordering: .relaxed) > 0 }

    func note(_ count: Int) { answers.store(count, ordering: .relaxed) }
}
