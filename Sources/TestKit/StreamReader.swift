public import HTTP

/// Reads a streamed answer as a browser does, while a test goes on.
public final class StreamReader: BodyWriter {
    private let state = Watched(State())

    private struct State {
        var bytes: [UInt8] = []
        var isOver = false
        var isCut = false
        var task: Task<Void, Never>?
    }

    /// What has come so far.
    public struct Seen: Sendable {
        public let bytes: [UInt8]
        public var events: [StreamedEvent] { StreamedEvent.parse(bytes) }
        public var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// Begins to read.
    public init(_ response: Response) {
        switch response.body {
        case .bytes(let bytes):
            state.change { state in
                state.bytes = bytes
                state.isOver = true
            }
        case .webSocket: preconditionFailure("a WebSocket is no stream")
        case .written(let write):
            // Unstructured: a connection lives beside the test that looks at it.
            let task = Task {
                do {
                    try await write(self)
                    end(isCut: false)
                } catch { end(isCut: true) }
            }
            state.change { $0.task = task }
        }
    }

    public func write(_ bytes: [UInt8]) async throws(Disconnected) {
        precondition(!bytes.isEmpty, "an empty piece ends a chunked body")
        state.change { $0.bytes += bytes }
    }

    public func cut() { leave() }

    /// The reader goes away, as when a tab is closed.
    public func leave() { state.read { $0.task }?.cancel() }

    /// Waits until the stream has ended, in whichever way.
    @discardableResult
    public func end() async -> [StreamedEvent] {
        await until { _ in false }
        return seen.events
    }

    /// Waits until at least so many events have come, or the stream has ended.
    @discardableResult
    public func events(_ count: Int) async -> [StreamedEvent] {
        await until { $0.events.count >= count }
        return seen.events
    }

    /// Waits until the condition holds, or the stream has ended.
    public func until(_ condition: @escaping @Sendable (Seen) -> Bool) async {
        await state.until { $0.isOver || condition(Seen(bytes: $0.bytes)) }
    }

    public var seen: Seen { state.read { Seen(bytes: $0.bytes) } }
    public var isOver: Bool { state.read { $0.isOver } }
    /// Did it end without its proper end?
    public var isCut: Bool { state.read { $0.isCut } }

    private func end(isCut: Bool) {
        state.change { state in
            state.isOver = true
            state.isCut = isCut
        }
    }
}
