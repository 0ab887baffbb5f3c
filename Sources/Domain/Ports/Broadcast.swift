/// Tells every process of the service what cannot wait for the next look at a store. Delivered at most once, within a second.
public protocol Broadcast: Sendable {
    /// Reaches every other process; the sender acts by itself. What cannot be sent is lost: nothing may depend on it alone.
    func send(_ signal: Signal) async
    /// What the other processes send, for as long as the service runs.
    func signals() -> AsyncStream<Signal>
}

/// Something that another process must do at once.
public enum Signal: Sendable, Equatable {
    /// End the running turn of this conversation and keep its text.
    case stop(Key<Conversation>, ID<User>)
    /// End every running turn of a member.
    case stopAll(ID<User>)
}

/// The only process there is has nobody to tell.
public struct NoBroadcast: Broadcast {
    public init() {}

    public func send(_ signal: Signal) async {}
    public func signals() -> AsyncStream<Signal> { AsyncStream { $0.finish() } }
}
