internal import CCurl
internal import Transport
internal import Wire

/// A connection to another server that libcurl has made, through TLS and proxies and under all rules of an ordinary request, and
/// that is written to and read directly. Belongs to its loop's thread.
///
/// It has a libcurl multi of its own, in which its handle stays to the end: taking it out closes the connection, and in a multi with
/// others it would be closed for its age.
final class ClientConnection {
    private let loop: EventLoop
    private let multi: CurlMulti
    private let transfer: Transfer
    private var input = ByteQueue()
    private var descriptor = CURL_SOCKET_BAD
    private var reader: UnsafeContinuation<Connection.Arrival, Never>?
    private var writer: UnsafeContinuation<Bool, Never>?
    private var readTimer: LoopTimer?
    private var writeTimer: LoopTimer?
    /// It ended, or was cut.
    private(set) var isOver = false

    var target: TargetURL { transfer.target }

    init(_ request: ClientRequest, settings: HTTPClient.Settings, on loop: EventLoop) throws(ClientError) {
        self.loop = loop
        multi = CurlMulti(on: loop)
        transfer = try Transfer(request, settings: settings, onlyConnects: true)
    }

    /// Returns when there is a connection.
    func open() async throws(ClientError) {
        transfer.deadlines.start(at: .now)
        multi.add(transfer)
        while transfer.outcome == nil { await transfer.change() }
        if case .failed(let error) = transfer.outcome { throw error }
        guard !isOver else { throw .cancelled }
        guard ccurl_get_socket(transfer.easy, &descriptor) == CURLE_OK, descriptor != CURL_SOCKET_BAD else {
            throw .unreachable("no connection")
        }
    }

    /// From anywhere on the loop: whatever waits ends. The peer sees the connection close.
    func cut() {
        guard !isOver else { return }
        isOver = true
        if descriptor != CURL_SOCKET_BAD { loop.unwatch(descriptor) }
        multi.remove(transfer)
        transfer.end(.failed(.cancelled))
        wakeReader(.end)
        wakeWriter(false)
    }
}

// MARK: Bytes

extension ClientConnection: WebSocketWire {
    func take(upTo count: Int) -> [UInt8] { input.takeFirst(count) }

    /// Puts back what was taken too much: it is what comes next.
    func give(back bytes: [UInt8]) {
        let rest = input.takeFirst(input.count)
        input = ByteQueue(bytes + rest)
    }

    func receive(until deadline: MonotonicTime) async -> Connection.Arrival {
        guard !isOver else { return .end }
        // What is decrypted already shows nowhere on the socket: only when libcurl has no more is the socket waited for.
        while true {
            switch receiveNow() {
            case .bytes: return .bytes
            case .end: return .end
            case .nothingYet: break
            }
            let arrival = await readable(until: deadline)
            guard arrival == .bytes else { return arrival }
        }
    }

    func interruptReader() { wakeReader(.interrupted) }

    func send(_ bytes: [UInt8], patience: Duration) async -> Bool {
        var sent = 0
        while sent < bytes.count {
            guard !isOver else { return false }
            var count = 0
            let code = bytes.withUnsafeBytes { bytes in
                curl_easy_send(transfer.easy, bytes.baseAddress! + sent, bytes.count - sent, &count)
            }
            sent += count
            if code == CURLE_AGAIN {
                guard await writable(for: patience) else {
                    cut()
                    return false
                }
            } else if code != CURLE_OK {
                cut()
                return false
            }
        }
        return true
    }

    private func receiveNow() -> Socket.Received {
        let room = 16 << 10
        return withUnsafeTemporaryAllocation(byteCount: room, alignment: 16) { buffer in
            var count = 0
            let code = curl_easy_recv(transfer.easy, buffer.baseAddress!, room, &count)
            if code == CURLE_AGAIN { return .nothingYet }
            guard code == CURLE_OK, count > 0 else { return .end }
            input.append(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            return .bytes(count)
        }
    }
}

// MARK: Waiting

extension ClientConnection {
    private func readable(until deadline: MonotonicTime) async -> Connection.Arrival {
        wakeReader(.end)
        readTimer = loop.at(deadline) { [unowned self] in wakeReader(.timedOut) }
        return await withUnsafeContinuation { continuation in
            reader = continuation
            watch()
        }
    }

    private func writable(for patience: Duration) async -> Bool {
        writeTimer = loop.after(patience) { [unowned self] in wakeWriter(false) }
        return await withUnsafeContinuation { continuation in
            writer = continuation
            watch()
        }
    }

    private func watch() {
        var interest: EventLoop.Readiness = []
        if reader != nil { interest.insert(.read) }
        if writer != nil { interest.insert(.write) }
        // Errors are reported for whatever is watched, and nobody would take them.
        guard !interest.isEmpty else { return loop.unwatch(descriptor) }
        loop.watch(descriptor, for: interest) { [unowned self] ready in
            let isLost = !ready.isDisjoint(with: [.error, .hangup])
            if ready.contains(.read) || isLost { wakeReader(.bytes) }
            if ready.contains(.write) || isLost { wakeWriter(true) }
        }
    }

    private func wakeReader(_ arrival: Connection.Arrival) {
        guard let reader else { return }
        self.reader = nil
        readTimer?.cancel()
        if !isOver { watch() }
        reader.resume(returning: arrival)
    }

    private func wakeWriter(_ isReady: Bool) {
        guard let writer else { return }
        self.writer = nil
        writeTimer?.cancel()
        if !isOver { watch() }
        writer.resume(returning: isReady)
    }
}
