internal import CHiredis
import Glibc
internal import Transport

/// Opens the socket of a connection, without ever blocking the loop.
struct RedisDial {
    let address: RedisAddress
    let loop: EventLoop
    let deadline: MonotonicTime

    /// A connected descriptor that does not block.
    func connect() async throws(RedisError) -> Int32 {
        let targets =
            switch address.endpoint {
            case .unix(let path): [SocketAddress(path: path)]
            case .tcp(let host, let port): try await NameLookup.shared.addresses(of: host, port)
            }
        var reason = "no such host"
        for target in targets {
            switch await connect(to: target) {
            case .success(let descriptor): return descriptor
            case .failure(let failure): reason = String(cString: strerror(failure.code))
            }
        }
        throw .unreachable(reason)
    }

    private struct Failure: Error { let code: Int32 }

    private func connect(to target: SocketAddress) async -> Result<Int32, Failure> {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(Int32(target.family), type, 0)
        guard descriptor >= 0 else { return .failure(Failure(code: errno)) }
        var code = target.withPointer { Glibc.connect(descriptor, $0, $1) == 0 ? 0 : errno }
        if code == EINPROGRESS { code = await outcome(of: descriptor) }
        guard code == 0 else {
            close(descriptor)
            return .failure(Failure(code: code))
        }
        if target.family != AF_UNIX {
            Self.enable(TCP_NODELAY, Int32(IPPROTO_TCP), descriptor)
            Self.enable(SO_KEEPALIVE, SOL_SOCKET, descriptor)
        }
        return .success(descriptor)
    }

    private func outcome(of descriptor: Int32) async -> Int32 {
        let isReady = await withUnsafeContinuation { continuation in
            let wait = Wait(continuation)
            let timer = loop.at(deadline) { wait.end(false) }
            loop.watch(descriptor, for: .write) { _ in
                timer.cancel()
                wait.end(true)
            }
        }
        loop.unwatch(descriptor)
        guard isReady else { return ETIMEDOUT }
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length) == 0 ? code : errno
    }

    /// Ends once, by whichever comes first. On the loop's thread.
    private final class Wait {
        private var continuation: UnsafeContinuation<Bool, Never>?

        init(_ continuation: UnsafeContinuation<Bool, Never>) { self.continuation = continuation }

        func end(_ isReady: Bool) {
            continuation?.resume(returning: isReady)
            continuation = nil
        }
    }

    private static func enable(_ option: Int32, _ level: Int32, _ descriptor: Int32) {
        var one: Int32 = 1
        setsockopt(descriptor, level, option, &one, socklen_t(MemoryLayout<Int32>.size))
    }
}

/// An address as the kernel takes it.
struct SocketAddress: Sendable {
    private let storage: sockaddr_storage
    private let length: socklen_t

    var family: sa_family_t { storage.ss_family }

    init(_ address: UnsafePointer<sockaddr>, _ length: socklen_t) {
        var storage = sockaddr_storage()
        withUnsafeMutableBytes(of: &storage) { bytes in
            bytes.copyMemory(from: UnsafeRawBufferPointer(start: address, count: min(Int(length), bytes.count)))
        }
        self.storage = storage
        self.length = length
    }

    /// `path` is at most 107 bytes long.
    init(path: String) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
        self = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                SocketAddress(raw, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafePointer(to: storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }
}

/// Looks names up on a thread of its own: the system's resolver blocks.
private actor NameLookup {
    static let shared = NameLookup()

    nonisolated private let thread = SerialThread(named: "redis names")
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    func addresses(of host: String, _ port: Int) throws(RedisError) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV
        var result: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &result) == 0, let result else {
            throw .unreachable("no such host")
        }
        defer { freeaddrinfo(result) }
        return sequence(first: result) { $0.pointee.ai_next }.map {
            SocketAddress($0.pointee.ai_addr, $0.pointee.ai_addrlen)
        }
    }
}
