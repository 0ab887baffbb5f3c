internal import Transport

/// One end of a WebSocket: reads its messages, answers and sends pings, and says goodbye. Belongs to its loop's thread.
///
/// Whoever reads also sends what is due to the peer by itself (pongs, pings, the answer to a goodbye) before it reads on, so a peer
/// that takes nothing gets nothing read.
final class WebSocketConnection {
    private let wire: any WebSocketWire
    private let frames: WebSocketFrames
    private let limits: WebSocketLimits
    private var end: WebSocketEvent?
    private var isInterrupted = false
    private var isClosing = false
    private var nextPing: MonotonicTime
    /// A byte has come since the last ping.
    private var isHeard = true
    private var isSending = false
    private var senders: [UnsafeContinuation<Void, Never>] = []

    /// Bytes that are looked at in one go: 2,700 pings, which are answered before more is read.
    private static let portion = 16 << 10

    init(_ side: WebSocketFrames.Side, over wire: any WebSocketWire, _ limits: WebSocketLimits) {
        self.wire = wire
        self.limits = limits
        frames = WebSocketFrames(side, limits)
        nextPing = .now + limits.pingInterval
    }

    /// The next message, or the end, which is the same from then on. One reader at a time.
    func next() async -> WebSocketEvent {
        while true {
            if let event = takeEvent() { return event }
            if isInterrupted, !isClosing { return .interrupted }
            if isHeard, .now >= nextPing { await ping() }
            await read(until: nextPing)
        }
    }

    /// Returns when the message is with the kernel. False when there is nobody to take it.
    func send(text: [UInt8]) async -> Bool {
        guard end == nil, !isClosing, frames.queue(text: text) else { return false }
        return await flush()
    }

    /// Says goodbye and waits a moment for the peer's; nobody may be reading. Nothing after the end.
    func close(_ close: WebSocketClose) async {
        guard end == nil, !isClosing else { return }
        isClosing = true
        frames.close(close)
        guard await flush() else { return }
        let deadline = MonotonicTime.now + limits.farewell
        while end == nil, .now < deadline {
            if takeEvent() == nil { await read(until: deadline) }
        }
    }

    /// The reader is told so from now on. A writer whose peer takes nothing is not waited for.
    func interrupt() {
        isInterrupted = true
        if isSending { wire.cut() }
        wire.interruptReader()
    }
}

// MARK: Reading

extension WebSocketConnection {
    private func takeEvent() -> WebSocketEvent? {
        if let end { return end }
        guard let event = frames.nextEvent() else { return nil }
        switch event {
        case .text, .binary: break
        case .closed, .lost, .interrupted: end = event
        }
        return event
    }

    /// Takes in what has come, or waits for more.
    private func read(until deadline: MonotonicTime) async {
        let bytes = wire.take(upTo: Self.portion)
        guard bytes.isEmpty else {
            frames.read(bytes)
            return _ = await flush()
        }
        switch await wire.receive(until: deadline) {
        case .bytes: isHeard = true
        case .interrupted: break
        case .end: lose()
        case .timedOut: if !isHeard, .now >= nextPing { lose() }
        }
    }

    private func ping() async {
        isHeard = false
        nextPing = .now + limits.pingInterval
        frames.queuePing()
        _ = await flush()
    }

    private func lose() {
        if end == nil { end = .lost }
        wire.cut()
    }
}

// MARK: Writing

extension WebSocketConnection {
    /// Sends all that is due, one sender after the other.
    private func flush() async -> Bool {
        if isSending { await withUnsafeContinuation { senders.append($0) } }
        isSending = true
        defer {
            isSending = !senders.isEmpty
            if isSending { senders.removeFirst().resume() }
        }
        while true {
            let bytes = frames.takeOutput()
            guard !bytes.isEmpty else { return true }
            guard await wire.send(bytes, patience: limits.patience) else {
                lose()
                return false
            }
        }
    }
}
