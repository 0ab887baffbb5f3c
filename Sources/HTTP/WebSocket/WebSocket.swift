internal import Transport

/// A connection on which both sides send messages whenever they like (RFC 6455), with bounds on everything a peer may do.
///
/// From any task; what it does is done on the connection's loop.
public struct WebSocket: Sendable {
    let connection: LoopBound<WebSocketConnection>

    init(_ connection: WebSocketConnection, on loop: EventLoop) {
        self.connection = LoopBound(connection, to: loop)
    }

    /// The next message, or the end, which is the same from then on. One reader at a time; nothing more is read of the peer before
    /// the next call.
    public func next() async -> WebSocketEvent {
        await connection.run { connection in await connection.next() }
    }

    /// Returns when the message is with the kernel. False when there is nobody to take it.
    public func send(text: [UInt8]) async -> Bool {
        await connection.run { connection in await connection.send(text: text) }
    }

    /// Says goodbye and waits a moment for the peer's; nobody may be reading.
    public func close(_ close: WebSocketClose) async {
        await connection.run { connection in await connection.close(close) }
    }

    /// Has `next` return `interrupted` from now on.
    public func interrupt() { connection.loop.execute { [connection] in connection.value.interrupt() } }
}
