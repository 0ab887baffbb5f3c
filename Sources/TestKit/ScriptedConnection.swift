import Glibc
internal import JSON
internal import Wire

/// One accepted connection of a scripted upstream: blocking, on a thread of its own.
final class ScriptedConnection: Sendable {
    private let socket: Int32
    private let number: Int
    private let stopping: Gate

    init(_ socket: Int32, number: Int, stopping: Gate) {
        self.socket = socket
        self.number = number
        self.stopping = stopping
    }

    deinit { close(socket) }

    /// What becomes of the connection after an answer.
    enum Fate { case next, left, over }

    /// Nil when the client has closed, or sends what is not a request. A TLS greeting counts as one, of method `TLS`.
    func readRequest() -> RecordedRequest? {
        var bytes: [UInt8] = []
        var bodyStart: Int?
        while bodyStart == nil {
            guard waitForBytes(), let more = receive() else { return nil }
            bytes += more
            if bytes[0] == Self.handshake { return tlsRequest(bytes) }
            bodyStart = bytes.firstRange(of: "\r\n\r\n".utf8)?.upperBound
        }
        let lines = String(decoding: bytes[..<bodyStart!], as: UTF8.self).split(separator: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count == 3 else { return nil }
        let headers = Self.headers(lines.dropFirst())
        let length = headers["content-length"]?.integer ?? 0
        while bytes.count < bodyStart! + length {
            guard waitForBytes(), let more = receive() else { return nil }
            bytes += more
        }
        return RecordedRequest(
            method: String(words[0]), target: String(words[1]), headers: headers,
            body: Array(bytes[bodyStart!..<bodyStart! + length]), connection: number)
    }

    /// What the first record of a TLS connection begins with.
    private static let handshake: UInt8 = 22

    private func tlsRequest(_ bytes: [UInt8]) -> RecordedRequest {
        RecordedRequest(method: "TLS", target: "", headers: [:], body: bytes, connection: number)
    }

    private static func headers(_ lines: some Sequence<Substring>) -> Headers {
        var headers = Headers()
        for line in lines {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            headers.append(Text(parts[0]), String(parts[1].drop { $0 == " " }))
        }
        return headers
    }

    func perform(_ steps: [ScriptedUpstream.Step]) -> Fate {
        for step in steps {
            switch step {
            case .send(let bytes): guard send(bytes) else { return .left }
            case .hold: return hold(nil) == .left ? .left : .over
            case .wait(let gate): guard hold(gate) == .next else { return .left }
            case .close:
                // Closing alone says nothing to the peer while a program that another test starts holds a copy.
                shutdown(socket, Int32(SHUT_RDWR))
                return .over
            case .reset:
                // At once, before anybody is told that the answer is over.
                var nobody = sockaddr(
                    sa_family: sa_family_t(AF_UNSPEC), sa_data: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
                connect(socket, &nobody, socklen_t(MemoryLayout<sockaddr>.size))
                return .over
            }
        }
        return .next
    }
}

// MARK: The socket

extension ScriptedConnection {
    private func receive() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(socket, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    private func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            guard waitToWrite() else { return false }
            let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
            let count = bytes[sent...].withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, flags) }
            guard count > 0 || errno == EAGAIN else { return false }
            sent += max(0, count)
        }
        return true
    }

    /// False when the upstream stops.
    private func waitForBytes() -> Bool { wait(for: POLLIN, or: stopping) == .socket }
    private func waitToWrite() -> Bool { wait(for: POLLOUT, or: stopping) == .socket }

    /// Waits at the gate; without one, until the client leaves or the upstream stops.
    private func hold(_ gate: Gate?) -> Fate {
        while true {
            switch wait(for: POLLIN, or: gate ?? stopping) {
            case .gate: return gate == nil ? .over : .next
            case .socket:
                var byte: UInt8 = 0
                if recv(socket, &byte, 1, Int32(MSG_PEEK)) <= 0 { return .left }
                // A further request waits its turn.
                usleep(1000)
            }
        }
    }

    private enum Ready { case socket, gate }

    private func wait(for events: Int32, or gate: Gate) -> Ready {
        var watched = [
            pollfd(fd: gate.reading, events: Int16(POLLIN), revents: 0),
            pollfd(fd: socket, events: Int16(events), revents: 0),
        ]
        while poll(&watched, 2, -1) < 0 {}
        return watched[0].revents != 0 ? .gate : .socket
    }
}
