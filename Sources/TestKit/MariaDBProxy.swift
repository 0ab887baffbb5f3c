import Glibc
import Synchronization
import Transport

/// A TCP port of the loopback in front of a MariaDB server's socket, which delays, slices and cuts what the server says.
public final class MariaDBProxy: Sendable {
    public let port: Int
    private let listener: Int32
    private let socket: String
    private let fate: @Sendable (_ number: Int, _ place: Int) -> Fate
    private let state = Mutex(State())

    /// What becomes of a piece of the server's answer.
    public enum Fate: Sendable {
        case pass
        case delayed(milliseconds: UInt32)
        /// In pieces of a few bytes.
        case sliced
        /// The client gets so many bytes of it, and then the end of the connection.
        case cut(after: Int)
    }

    private struct State {
        var pieces = 0
        var cuts = 0
        var asked: [UInt8] = []
    }

    /// `fate` is asked for every piece that the server sends, with its number, and its number in its connection.
    public init(to socket: String, fate: @escaping @Sendable (_ number: Int, _ place: Int) -> Fate) {
        self.socket = socket
        self.fate = fate
        let (listener, port) = listenOnLoopback()
        self.listener = listener
        self.port = Int(port)
        let doorman = Pump()
        // Unstructured: it serves until `stop`, on a thread of its own.
        Task { await doorman.accept(for: self, on: listener) }
    }

    /// Lends one and stops it afterwards.
    public static func serving<Answer>(
        _ server: MariaDBServer, fate: @escaping @Sendable (_ number: Int, _ place: Int) -> Fate,
        _ body: (MariaDBProxy) async throws -> Answer
    ) async throws -> Answer {
        let proxy = MariaDBProxy(to: server.socket, fate: fate)
        defer { shutdown(proxy.listener, Int32(SHUT_RDWR)) }
        return try await body(proxy)
    }

    /// How many answers were cut.
    public var cuts: Int { state.withLock(\.cuts) }

    /// Everything that clients have sent.
    public var asked: [UInt8] { state.withLock(\.asked) }

    fileprivate func serve(_ client: Int32) {
        let server = Self.connect(to: socket)
        let pump = Pump()
        // Unstructured: as long as the connection.
        Task { await pump.relay(between: client, and: server, for: self) }
    }

    fileprivate func note(asked bytes: ArraySlice<UInt8>) { state.withLock { $0.asked += bytes } }

    /// False when the connection must end.
    fileprivate func answer(_ bytes: ArraySlice<UInt8>, at place: Int, to client: Int32) -> Bool {
        let number = state.withLock { state in
            state.pieces += 1
            return state.pieces
        }
        switch fate(number, place) {
        case .pass: return send(bytes, to: client)
        case .delayed(let milliseconds):
            usleep(milliseconds * 1000)
            return send(bytes, to: client)
        case .sliced:
            return stride(from: bytes.startIndex, to: bytes.endIndex, by: 3).allSatisfy {
                send(bytes[$0..<min($0 + 3, bytes.endIndex)], to: client)
            }
        case .cut(let count):
            state.withLock { $0.cuts += 1 }
            _ = send(bytes.prefix(count), to: client)
            return false
        }
    }

    fileprivate func send(_ bytes: ArraySlice<UInt8>, to socket: Int32) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

/// A thread that moves bytes.
private actor Pump {
    private let thread = SerialThread(named: "proxy")

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    func accept(for proxy: MariaDBProxy, on listener: Int32) {
        while case let client = Glibc.accept(listener, nil, nil), client >= 0 { proxy.serve(client) }
        close(listener)
    }

    func relay(between client: Int32, and server: Int32, for proxy: MariaDBProxy) {
        var bytes = [UInt8](repeating: 0, count: 65536)
        var watched = [client, server].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        var place = 0
        relaying: while poll(&watched, 2, -1) > 0 {
            for (index, watch) in watched.enumerated() where watch.revents != 0 {
                let count = read(watch.fd, &bytes, bytes.count)
                guard count > 0 else { break relaying }
                let isGoing: Bool
                if index == 0 {
                    proxy.note(asked: bytes[..<count])
                    isGoing = proxy.send(bytes[..<count], to: server)
                } else {
                    place += 1
                    isGoing = proxy.answer(bytes[..<count], at: place, to: client)
                }
                guard isGoing else { break relaying }
            }
        }
        close(client)
        close(server)
    }
}

// MARK: Sockets

extension MariaDBProxy {
    private static let stream = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)

    /// Not connected when there is nobody: then every use of it fails.
    private static func connect(to path: String) -> Int32 {
        let socket = Glibc.socket(AF_UNIX, stream, 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = Glibc.connect(socket, address, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        return socket
    }
}
