import Glibc
import Synchronization

/// A client that sends exactly the bytes it is told to, over loopback, and gives up after ten seconds.
final class RawClient: Sendable {
    private let descriptor: Int32
    private let pending = Mutex<[UInt8]>([])

    init(port: Int, receiveBuffer: Int32 = 0) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if receiveBuffer > 0 { Self.set(SO_RCVBUF, receiveBuffer, descriptor) }
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        precondition(Self.connected(descriptor, to: port), "no server on port \(port)")
    }

    deinit { close(descriptor) }

    func send(_ text: String) { send(Array(text.utf8)) }

    /// Stops early when the server has closed.
    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Goes away without reading what is still to come.
    func reset() {
        var abrupt = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &abrupt, socklen_t(MemoryLayout<linger>.size))
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// The next answer; nil when the connection ends before one is complete.
    func answer(toHead: Bool = false) -> Answer? {
        while true {
            let answer = pending.withLock { bytes -> Answer? in
                guard let (answer, length) = Answer.parse(bytes, toHead: toHead) else { return nil }
                bytes.removeFirst(length)
                return answer
            }
            if let answer { return answer }
            guard receive() == .some else { return nil }
        }
    }

    /// Everything until the server closes; nil when it does not.
    func rest() -> [UInt8]? {
        while true {
            switch receive() {
            case .some: continue
            case .end: return pending.withLock { $0 }
            case .silence: return nil
            }
        }
    }

    /// Bytes that have arrived until `text` is among them.
    func bytes(until text: String) -> [UInt8] {
        while true {
            let seen = pending.withLock { $0 }
            if String(decoding: seen, as: UTF8.self).contains(text) { return seen }
            guard receive() == .some else { return seen }
        }
    }

    /// Whether the server has ended the connection; false after `milliseconds` without a word.
    func isClosed(within milliseconds: Int) -> Bool {
        var patience = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        return rest() != nil
    }

    private enum Receipt { case some, end, silence }

    private func receive() -> Receipt {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count < 0, errno == EAGAIN { return .silence }
        guard count > 0 else { return .end }
        pending.withLock { $0.append(contentsOf: buffer[..<count]) }
        return .some
    }

    private static func set(_ option: Int32, _ value: Int32, _ descriptor: Int32) {
        var value = value
        setsockopt(descriptor, SOL_SOCKET, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }
}

extension RawClient {
    static func canConnect(to port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        return connected(descriptor, to: port)
    }

    private static func connected(_ descriptor: Int32, to port: Int) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port)).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
