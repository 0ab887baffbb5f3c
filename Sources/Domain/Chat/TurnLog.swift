/// The numbered events of running turns, and of those that ended less than ten minutes ago.
/// One job writes a log, any number of viewers read it, and none of them slows the job.
public protocol TurnLog: Sendable {
    /// Starts a log with `.began(turn)` as event 1, which viewers of this process find at once. Followed by `publish`.
    func open(_ turn: Turn)
    /// Returns when viewers of every process find the log. Throws `unavailable("turns")` when they cannot be told: then it is
    /// to be ended.
    func publish(_ turn: Key<Turn>) async throws(ChatError)
    /// Adds events, numbered on from the last. After `.ended` nothing is added.
    func append(_ events: [TurnEvent], to turn: Key<Turn>) async throws(ChatError)
    /// Everything after event `number`, at least one; waits while there is nothing yet. Empty: the log has ended
    /// and all was read. Throws `notResumable` when there is no such log for this owner, `CancellationError` never:
    /// a cancelled reader gets an empty array. A log that another process has not published yet is waited for, a moment.
    func read(_ turn: Key<Turn>, for owner: ID<User>, after number: Int) async throws(ChatError) -> [NumberedEvent]
    /// Keeps the turn's log as long as what is returned lives. The log of a turn that has ended may otherwise go at any time,
    /// when it is long: what it said is stored. Nil when there is no log.
    func hold(_ turn: Key<Turn>) -> (any Sendable)?
    /// Puts the log of a turn back that has ended, made of what is stored of it, unless it is there. It stays as long as what is returned
    /// lives, for all readers together.
    func restore(_ turn: Turn, _ events: [TurnEvent]) -> any Sendable
    /// A portion of what is said of one kind between two events that have been read: after `number`, up to and with `last`.
    /// Throws `notResumable` as `read` does.
    func text(of kind: Message.Kind, in turn: Key<Turn>, for owner: ID<User>, after number: Int, through last: Int)
        async throws(ChatError) -> TextPortion
}
