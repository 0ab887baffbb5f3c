import Transport
import Wire

/// An answer that is written as it is made, and all that is needed to do so. It may take long and there may be thousands:
/// nothing of the request is kept, and of the response only how its body is written.
///
/// A class: the closure of the task that writes it holds on to it, but not to the head once that is sent.
final class PendingStream {
    private var head: [UInt8]
    fileprivate let content: @Sendable (any BodyWriter) async throws -> Void
    fileprivate let isChunked: Bool
    fileprivate let keepsAlive: Bool
    fileprivate let id: String
    /// What the client may still be sending.
    fileprivate let body: BodyReader?

    /// Nil when the response is no such answer, or its head cannot be sent.
    init?(of response: Response, _ exchange: Exchange, _ body: BodyReader?, on connection: Connection) {
        guard case .written(let content) = response.body, response.hasBody, !exchange.isHead,
            let head = connection.responseHead(response, exchange)
        else { return nil }
        self.head = head
        self.content = content
        self.body = body
        isChunked = exchange.framing(of: response) == .chunked
        keepsAlive = exchange.keepsAlive(after: response)
        id = exchange.id
    }
}

extension PendingStream {
    fileprivate func takeHead() -> [UInt8] {
        defer { head = [] }
        return head
    }
}

extension Connection {
    /// False when the connection cannot be used for another request.
    func write(_ stream: PendingStream) async -> Bool {
        defer { stream.body?.isOver = true }
        guard await write(stream.takeHead()) else { return false }
        guard await pour(stream.content, isChunked: stream.isChunked, id: stream.id), stream.keepsAlive else {
            return false
        }
        return await stream.body?.drain() ?? true
    }

    /// False when the answer broke off.
    private func pour(
        _ content: @Sendable (any BodyWriter) async throws -> Void, isChunked: Bool, id: String
    ) async -> Bool {
        let stream = ResponseStream(on: self, isChunked: isChunked)
        do {
            try await content(StreamWriter(stream: LoopBound(stream, to: socket.loop)))
            try await stream.end()
            return true
        } catch {
            stream.isOver = true
            if !socket.isHungUp, socket.isOpen {
                group.log.warn("answer broken off", Log.Field("request", id: id), Log.Field("error", type: error))
            }
            socket.cut()
            return false
        }
    }
}
