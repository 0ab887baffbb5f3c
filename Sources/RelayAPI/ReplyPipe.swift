internal import Domain
private import Synchronization

/// Hands an answer's bytes from the task that asks to the connection that answers, one portion at a time: whoever writes waits until
/// it is taken, so a slow reader slows the upstream and nothing piles up.
final class ReplyPipe: Sendable {
    private let state = Mutex(State())
    /// Written when nothing else is for a while.
    private let sign: [UInt8]

    init(sign: [UInt8]) { self.sign = sign }

    private struct State {
        var portion: [UInt8]?
        var isEnded = false
        /// Something was taken since the last beat.
        var hasMoved = false
        /// A sign of life is due.
        var isBeating = false
        var failure: UpstreamFailure?
        var hasLeft = false
        var writer: CheckedContinuation<Void, Never>?
        var reader: CheckedContinuation<Void, Never>?
        var whenLeft: (@Sendable () -> Void)?
    }

    /// How an answer begins.
    enum First: Sendable {
        case bytes([UInt8])
        /// It ended before its first byte.
        case failed(UpstreamFailure)
        /// The reader has left.
        case left
    }

    /// Returns when the bytes are taken, or nobody will take them.
    func push(_ bytes: [UInt8]) async {
        guard !bytes.isEmpty else { return }
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let (isGone, reader) = state.withLock { state -> (Bool, CheckedContinuation<Void, Never>?) in
                guard !state.hasLeft else { return (true, nil) }
                state.portion = bytes
                state.writer = continuation
                defer { state.reader = nil }
                return (false, state.reader)
            }
            if isGone { continuation.resume() }
            reader?.resume()
        }
    }

    /// Nothing more comes; with a failure, what has come is not whole.
    func end(_ failure: UpstreamFailure? = nil) {
        let reader = state.withLock { state in
            state.isEnded = true
            state.failure = failure
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume()
    }

    /// Has the reader write a sign of life, unless it has written something since the last time.
    func beat() {
        let reader = state.withLock { state -> CheckedContinuation<Void, Never>? in
            defer { state.hasMoved = false }
            guard !state.hasMoved, state.portion == nil else { return nil }
            state.isBeating = true
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume()
    }

    /// The reader is gone, or is to be.
    func leave() {
        let (writer, reader, then) = state.withLock { state in
            let isFirst = !state.hasLeft
            state.hasLeft = true
            state.portion = nil
            defer { (state.writer, state.reader) = (nil, nil) }
            return (state.writer, state.reader, isFirst ? state.whenLeft : nil)
        }
        writer?.resume()
        reader?.resume()
        then?()
    }

    /// The reader left before the end, or the end is a failure.
    var isBroken: Bool { state.withLock { $0.hasLeft || $0.failure != nil } }

    /// What is to be done when the reader is gone; at once if he is.
    func whenLeft(_ body: @escaping @Sendable () -> Void) {
        let isLate = state.withLock { state in
            state.whenLeft = body
            return state.hasLeft
        }
        if isLate { body() }
    }

    func first() async -> First {
        if let bytes = await next() { return .bytes(bytes) }
        return state.withLock { state in
            if let failure = state.failure { return .failed(failure) }
            return .left
        }
    }

    /// Nil at the end, and when the reader has left.
    func next() async -> [UInt8]? {
        while true {
            let (bytes, isOver, writer) = state.withLock {
                state -> ([UInt8]?, Bool, CheckedContinuation<Void, Never>?) in
                guard let portion = state.portion else {
                    let isOver = state.isEnded || state.hasLeft
                    defer { state.isBeating = false }
                    return (state.isBeating && !isOver ? sign : nil, isOver, nil)
                }
                defer { (state.portion, state.writer) = (nil, nil) }
                state.hasMoved = true
                return (portion, false, state.writer)
            }
            writer?.resume()
            if let bytes { return bytes }
            if isOver { return nil }
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    guard state.portion == nil, !state.isEnded, !state.hasLeft, !state.isBeating else { return true }
                    state.reader = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        }
    }
}
