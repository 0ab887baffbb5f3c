/// The only process there is has nobody to tell.
public struct NoBroadcast: Broadcast {
    public init() {}

    public func send(_ signal: Signal) async {}
    public func signals() -> AsyncStream<Signal> { AsyncStream { $0.finish() } }
}
