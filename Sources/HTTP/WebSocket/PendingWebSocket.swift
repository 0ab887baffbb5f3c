internal import JSON
import Transport
import Wire

/// A connection that is about to become a WebSocket: the head that says so, and who talks then.
///
/// A class, as `PendingStream` is: the task that talks keeps nothing of the head.
final class PendingWebSocket {
    private var head: [UInt8]
    private let limits: WebSocketLimits
    private let talk: @Sendable (WebSocket) async -> Void

    /// Nil when the response is no such answer, or the request cannot be answered so.
    init?(of response: Response, _ exchange: Exchange, on connection: Connection) {
        guard case .webSocket(let limits, let talk) = response.body, exchange.version == .http11,
            let head = connection.upgradeHead(response, exchange)
        else { return nil }
        (self.head, self.limits, self.talk) = (head, limits, talk)
    }
}

extension PendingWebSocket {
    fileprivate func takeHead() -> [UInt8] {
        defer { head = [] }
        return head
    }

    fileprivate func begin(on connection: Connection) async {
        let webSocket = WebSocketConnection(.server, over: ClientWire(connection), limits)
        connection.webSocket = webSocket
        if connection.group.isDraining { webSocket.interrupt() }
        await talk(WebSocket(webSocket, on: connection.socket.loop))
        connection.webSocket = nil
    }
}

extension Connection {
    /// Talks until one of the two has had enough.
    func talk(_ pending: PendingWebSocket) async {
        // What the client said last may not have been read yet, its goodbye above all.
        socket.onHangup = nil
        guard await write(pending.takeHead()) else { return }
        await pending.begin(on: self)
    }

    fileprivate func upgradeHead(_ response: Response, _ exchange: Exchange) -> [UInt8]? {
        var output: [UInt8] = []
        do { try ResponseHead(status: 101, headers: response.headers).append(to: &output) } catch { return nil }
        output.append(contentsOf: group.dateLine())
        let lines = "X-Request-Id: \(exchange.id)\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
        output.append(contentsOf: lines.utf8)
        return output
    }
}

/// A client's connection, as a WebSocket uses it.
private final class ClientWire: WebSocketWire {
    private let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    func take(upTo count: Int) -> [UInt8] { connection.input.takeFirst(count) }

    func receive(until deadline: MonotonicTime) async -> Connection.Arrival {
        await connection.receive(until: deadline)
    }

    func interruptReader() { connection.socket.interruptReader() }

    func send(_ bytes: [UInt8], patience: Duration) async -> Bool {
        do { try await connection.socket.write(bytes, patience: patience) } catch { return false }
        return true
    }

    func cut() { connection.socket.cut() }
}
