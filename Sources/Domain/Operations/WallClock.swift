/// The time. One for the whole process; manual in tests.
public protocol WallClock: Sendable {
    var now: Timestamp { get }
    /// Returns early, without an error, when the task is cancelled.
    func sleep(_ span: Duration) async
}
