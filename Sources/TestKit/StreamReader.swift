public import HTTP
import Synchronization

/// Reads a streamed answer as a browser does, while a test goes on.
public final class StreamReader: BodyWriter {
    private let state = Mutex(State())

    private struct State {
        var bytes: [UInt8] = []
        var isOver = false
        var isCut = false
        var task: Task<Void, Never>?
        var waiting: [Waiting] = []
    }

    private struct Waiting {
        let condition: @Sendable (StreamReader.Seen) -> Bool
        let continuation: CheckedContinuation<Void, Never>
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
            state.withLock { state in
                state.bytes = bytes
                state.isOver = true
            }
        case .written(let write):
            // Unstructured: a connection lives beside the test that looks at it.
            let task = Task {
                do {
                    try await write(self)
                    end(isCut: false)
                } catch { end(isCut: true) }
            }
            state.withLock { $0.task = task }
        }
    }

    public func write(_ bytes: [UInt8]) async throws(Disconnected) {
        precondition(!bytes.isEmpty, "an empty piece ends a chunked body")
        change { $0.bytes += bytes }
    }

    public func cut() { leave() }

    /// The reader goes away, as when a tab is closed.
    public func leave() { state.withLock { $0.task }?.cancel() }

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
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                guard !state.isOver, !condition(Seen(bytes: state.bytes)) else { return true }
                state.waiting.append(Waiting(condition: condition, continuation: continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    public var seen: Seen { state.withLock { Seen(bytes: $0.bytes) } }
    public var isOver: Bool { state.withLock { $0.isOver } }
    /// Did it end without its proper end?
    public var isCut: Bool { state.withLock { $0.isCut } }

    private func end(isCut: Bool) {
        change { state in
            state.isOver = true
            state.isCut = isCut
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let ready = state.withLock { state in
            body(&state)
            let seen = Seen(bytes: state.bytes)
            let isOver = state.isOver
            let ready = state.waiting.filter { isOver || $0.condition(seen) }
            state.waiting.removeAll { isOver || $0.condition(seen) }
            return ready
        }
        for waiting in ready { waiting.continuation.resume() }
    }
}
