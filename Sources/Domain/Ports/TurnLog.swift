/// The numbered events of running turns, and of those that ended less than ten minutes ago.
/// One job writes a log, any number of viewers read it, and none of them slows the job.
public protocol TurnLog: Sendable {
    /// Starts a log with `.began(turn)` as event 1.
    func open(_ turn: Turn) async throws(ChatError)
    /// Adds events, numbered on from the last. After `.ended` nothing is added.
    func append(_ events: [TurnEvent], to turn: Key<Turn>) async throws(ChatError)
    /// Everything after event `number`, at least one; waits while there is nothing yet. Empty: the log has ended
    /// and all was read. Throws `notResumable` when there is no such log for this owner, `CancellationError` never:
    /// a cancelled reader gets an empty array.
    func read(_ turn: Key<Turn>, for owner: ID<User>, after number: Int) async throws(ChatError) -> [NumberedEvent]
}
