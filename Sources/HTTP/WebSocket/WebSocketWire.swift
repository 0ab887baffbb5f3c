internal import Transport

/// The connection below a WebSocket: a client's socket, or one that libcurl made. Belongs to its loop's thread.
protocol WebSocketWire: AnyObject {
    /// What came and was not taken yet, at most so many bytes; empty when there is nothing.
    func take(upTo count: Int) -> [UInt8]
    /// Waits until more has come. One reader at a time.
    func receive(until deadline: MonotonicTime) async -> Connection.Arrival
    /// Whoever waits in `receive` is told `interrupted`.
    func interruptReader()
    /// Returns when the bytes have left; false when the peer has gone, or took nothing for `patience`.
    func send(_ bytes: [UInt8], patience: Duration) async -> Bool
    /// Ends the connection without a word. Whoever waits is told so.
    func cut()
}
