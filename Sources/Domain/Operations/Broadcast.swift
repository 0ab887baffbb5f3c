/// Tells every process of the service what cannot wait for the next look at a store. Delivered at most once, within a second.
public protocol Broadcast: Sendable {
    /// Reaches every other process; the sender acts by itself. What cannot be sent is lost: nothing may depend on it alone.
    func send(_ signal: Signal) async
    /// What the other processes send, for as long as the service runs.
    func signals() -> AsyncStream<Signal>
}
