import Transport
import Wire

/// The body of a response on its way to the client. Belongs to its loop's thread.
final class ResponseStream {
    private let connection: Connection
    private let isChunked: Bool
    /// The answer is complete or broken off; a writer that somebody kept must not write into the next one.
    var isOver = false

    init(on connection: Connection, isChunked: Bool) {
        self.connection = connection
        self.isChunked = isChunked
    }

    func write(_ bytes: [UInt8]) async throws(Disconnected) {
        guard !isOver else { throw Disconnected() }
        // An empty chunk would be the last.
        guard !bytes.isEmpty else { return }
        guard isChunked else { return try await put(bytes) }
        var size: [UInt8] = []
        size.append(hexadecimal: bytes.count)
        size.append(contentsOf: Self.lineEnd)
        try await put(size, bytes, Self.lineEnd)
    }

    func end() async throws(Disconnected) {
        isOver = true
        if isChunked { try await put(Self.lastChunk) }
    }

    func cut() {
        guard !isOver else { return }
        isOver = true
        connection.cut()
    }

    private func put(_ first: [UInt8], _ second: [UInt8] = [], _ third: [UInt8] = []) async throws(Disconnected) {
        guard await connection.write(first, second, third) else { throw Disconnected() }
    }

    private static let lineEnd = Array("\r\n".utf8)
    private static let lastChunk = Array("0\r\n\r\n".utf8)
}

/// What a handler writes to, from wherever its task is.
struct StreamWriter: BodyWriter {
    let stream: LoopBound<ResponseStream>

    func write(_ bytes: [UInt8]) async throws(Disconnected) {
        try await stream.run { stream throws(Disconnected) in try await stream.write(bytes) }
    }

    func cut() { stream.loop.execute { stream.value.cut() } }
}
