internal import CLinux
import Glibc

/// A listening TCP socket of one loop. Several may share a port: the kernel spreads connections over them.
public final class Listener: @unchecked Sendable {
    // Unchecked: after `init` it belongs to the thread of the loop it is started on.
    public let port: Int
    private let descriptor: Int32
    private var accepting: (loop: EventLoop, accept: (Int32, IPAddress) -> Void)?
    private var isClosed = false

    /// Why nothing can be listened on.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        public let description: String
    }

    /// `count` listeners on one port; port 0 stands for any that is free. `host` is an address or a local name.
    public static func bind(host: String, port: Int, count: Int) throws(Failure) -> [Listener] {
        // Shared ports would let two servers run on one port without a word: the first try does not share.
        if port != 0 { _ = try Listener(host: host, port: port, isShared: false) }
        let first = try Listener(host: host, port: port, isShared: true)
        var listeners = [first]
        for _ in 1..<max(1, count) {
            listeners.append(try Listener(host: host, port: first.port, isShared: true))
        }
        for listener in listeners { try listener.listen() }
        return listeners
    }

    private init(host: String, port: Int, isShared: Bool) throws(Failure) {
        let resolved = try Self.resolve(host, port)
        defer { freeaddrinfo(resolved) }
        let info = resolved.pointee
        descriptor = socket(
            info.ai_family, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        Self.enable(SO_REUSEADDR, SOL_SOCKET, descriptor)
        if isShared { Self.enable(SO_REUSEPORT, SOL_SOCKET, descriptor) }
        // Accepted sockets inherit it. Without it a short answer after a head waits 40 ms for an acknowledgement.
        Self.enable(TCP_NODELAY, Int32(IPPROTO_TCP), descriptor)
        // Also inherited. The kernel would otherwise take megabytes for a client that reads nothing.
        Self.set(TCP_NOTSENT_LOWAT, Int32(IPPROTO_TCP), descriptor, to: Self.mostUnsent)
        let isBound = descriptor >= 0 && Glibc.bind(descriptor, info.ai_addr, info.ai_addrlen) == 0
        self.port = isBound ? Self.boundPort(descriptor) : 0
        guard isBound else { throw Failure(description: "cannot listen on \(host):\(port): \(systemError())") }
    }

    deinit { close() }

    private func listen() throws(Failure) {
        guard Glibc.listen(descriptor, 4096) == 0 else {
            throw Failure(description: "cannot listen on port \(port): \(systemError())")
        }
    }

    /// Calls `accept` with each new connection's descriptor, which it takes over. On the loop's thread.
    public func start(on loop: EventLoop, accept: @escaping (Int32, IPAddress) -> Void) {
        loop.checkIsolated()
        guard !isClosed else { return }
        accepting = (loop, accept)
        loop.watch(descriptor, for: .read) { _ in self.acceptAll() }
    }

    /// Takes what the kernel has already connected, and stops. On the loop's thread.
    public func stop() {
        guard let accepting else { return close() }
        acceptAll()
        accepting.loop.unwatch(descriptor)
        self.accepting = nil
        close()
    }

    private func close() {
        guard !isClosed else { return }
        isClosed = true
        Glibc.close(descriptor)
    }

    private func acceptAll() {
        guard let accepting else { return }
        // Bounded, so that a crowd at the door does not stop the service inside.
        for _ in 0..<256 {
            var address = sockaddr_storage()
            let connection = withUnsafeMutablePointer(to: &address) { storage in
                storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
                    return clinux_accept(descriptor, address, &length)
                }
            }
            if connection >= 0 {
                accepting.accept(connection, IPAddress(address))
            } else if errno == EAGAIN {
                return
            } else if [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(errno) {
                return pause()
            }
        }
    }

    /// Out of descriptors the listener would stay readable: without a pause the loop would spin.
    private func pause() {
        guard let (loop, accept) = accepting else { return }
        loop.unwatch(descriptor)
        loop.after(.milliseconds(100)) { [weak self] in
            guard let self, accepting != nil else { return }
            start(on: loop, accept: accept)
        }
    }
}

// MARK: Addresses and options

extension Listener {
    private static func resolve(_ host: String, _ port: Int) throws(Failure) -> UnsafeMutablePointer<addrinfo> {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var result: UnsafeMutablePointer<addrinfo>?
        guard (0...65_535).contains(port), getaddrinfo(host, String(port), &hints, &result) == 0, let result else {
            throw Failure(description: "cannot listen on \(host):\(port): no such address")
        }
        return result
    }

    private static let mostUnsent: Int32 = 128 << 10

    private static func enable(_ option: Int32, _ level: Int32, _ descriptor: Int32) {
        set(option, level, descriptor, to: 1)
    }

    private static func set(_ option: Int32, _ level: Int32, _ descriptor: Int32, to value: Int32) {
        var value = value
        setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func boundPort(_ descriptor: Int32) -> Int {
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        withUnsafeMutablePointer(to: &address) { storage in
            _ = storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        // The port stands at the same place in both families.
        return withUnsafeBytes(of: address) { Int($0[2]) << 8 | Int($0[3]) }
    }
}

/// What the last system call complained of.
func systemError(_ code: Int32 = errno) -> String { String(cString: strerror(code)) }
