import Glibc
import Synchronization
import Transport

/// A real redis-server of one test process, on a private socket in a temporary folder. It dies with the process.
public final class RedisServer: Sendable {
    /// Set when it also listens on 127.0.0.1.
    public let port: Int?
    private let folder = TemporaryFolder()
    private let isAppendOnly: Bool
    private let extra: [String]
    private let process = Mutex<pid_t?>(nil)

    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// Returns when it answers. `extra` are arguments such as `--requirepass`.
    public init(appendOnly: Bool = false, tcp: Bool = false, _ extra: String...) async throws {
        isAppendOnly = appendOnly
        port = tcp ? try Listener.bind(host: "127.0.0.1", port: 0, count: 1)[0].port : nil
        self.extra = extra
        try await start()
    }

    deinit { kill() }

    /// One for all tests that disturb nobody: give your keys a prefix of their own.
    public static func shared() async throws -> RedisServer { try await common.value }

    private static let common = Task { try await RedisServer() }

    public var path: String { "\(folder.path)/redis.sock" }
    public var url: String { "unix://\(path)" }

    public func start() async throws {
        let arguments = arguments
        let process = try await RedisSpawner.shared.spawn(arguments)
        self.process.withLock { $0 = process }
        try await RedisSpawner.shared.waitUntilItAnswers(self)
    }

    /// As `kill -9`: what it had not written is lost.
    public func kill() {
        guard let process = process.withLock({ $0.take() }) else { return }
        Glibc.kill(process, SIGKILL)
        waitpid(process, nil, 0)
    }

    public func restart() async throws {
        kill()
        try await start()
    }

    /// Sends one command by a connection of its own and returns the first line of the reply. Blocks.
    @discardableResult
    public func ask(_ command: String) -> String? {
        guard let socket = connectUnix(path) else { return nil }
        defer { close(socket) }
        let line = Array("\(command)\r\n".utf8)
        guard write(socket, line, line.count) == line.count else { return nil }
        var reply: [UInt8] = []
        var byte: UInt8 = 0
        while read(socket, &byte, 1) == 1, byte != 10 { reply.append(byte) }
        return reply.last == 13 ? String(decoding: reply.dropLast(), as: UTF8.self) : nil
    }

    private var arguments: [String] {
        [
            "redis-server", "--port", String(port ?? 0), "--bind", "127.0.0.1", "--unixsocket", path, "--dir",
            folder.path, "--save", "", "--appendonly", isAppendOnly ? "yes" : "no", "--loglevel", "warning",
            "--logfile", "\(folder.path)/log", "--maxmemory-policy", "noeviction",
        ] + extra
    }
}

/// A blocking connection to a Unix socket; nil when nobody listens.
func connectUnix(_ path: String) -> Int32? {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
    let status = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
    }
    if status == 0 { return descriptor }
    close(descriptor)
    return nil
}

/// Starts servers on a thread that lives as long as the process: the kernel ends a child when the thread that started it ends.
private actor RedisSpawner {
    static let shared = RedisSpawner()

    nonisolated private let thread = SerialThread(named: "redis spawner")
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    func spawn(_ arguments: [String]) throws -> pid_t {
        guard access("/usr/bin/redis-server", X_OK) == 0 else {
            throw RedisServer.Failure(description: "redis-server is missing: apt-get install redis-server")
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in 0...2 as ClosedRange<Int32> {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        let command = ["setpriv", "--pdeathsig", "KILL"] + arguments
        var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
        defer { for word in words { free(word) } }
        words.append(nil)
        var process = pid_t()
        let status = posix_spawnp(&process, "setpriv", &actions, nil, words, environ)
        guard status == 0 else { throw RedisServer.Failure(description: String(cString: strerror(status))) }
        return process
    }

    func waitUntilItAnswers(_ server: RedisServer) throws {
        for _ in 0..<2000 {
            let answer = server.ask("PING")
            // With a password it answers NOAUTH, which is an answer.
            if let answer, answer == "+PONG" || answer.hasPrefix("-NOAUTH") { return }
            usleep(5000)
        }
        throw RedisServer.Failure(description: "redis-server does not answer")
    }
}
