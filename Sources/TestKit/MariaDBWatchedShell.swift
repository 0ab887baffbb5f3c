import Glibc

/// A command under a shell that kills it when told to, or when this process is gone.
///
/// The shell waits for the end of a socket that only this process holds, in a session of its own: it outlives whatever
/// may kill this process, for as long as it takes to clean up.
final class WatchedShell: Sendable {
    private let shell: pid_t
    private let leash: Int32

    init(_ command: String, in folder: String) {
        var ends: [Int32] = [0, 0]
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        precondition(socketpair(AF_UNIX, type, 0, &ends) == 0, "no descriptors left for a server")
        leash = ends[1]
        let script = """
            \(command) </dev/null >\(folder)/server.log 2>&1 &
            read -r word
            kill -9 $!
            wait
            [ "$word" = keep ] || rm -rf \(folder)
            """
        shell = Self.spawn(script, input: ends[0])
        close(ends[0])
    }

    /// Kills the command, and returns when the shell has ended. Once.
    func end(removing folder: String?) {
        if folder == nil { _ = write(leash, "keep\n", 5) }
        close(leash)
        var status: Int32 = 0
        while waitpid(shell, &status, 0) < 0, errno == EINTR {}
    }

    private static func spawn(_ script: String, input: Int32) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        // Whoever reads what the tests print must not wait for the shell.
        for output in [STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&actions, output, "/dev/null", O_WRONLY, 0)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        // Threads of Swift block signals, and a shell that never hears of its child's end waits for ever.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Self.newSession | Int16(POSIX_SPAWN_SETSIGMASK))
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("sh"), strdup("-c"), strdup(script), nil]
        defer { for argument in arguments { free(argument) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, "/bin/sh", &actions, &attributes, &arguments, environ)
        precondition(code == 0, "no shell")
        return pid
    }

    /// `POSIX_SPAWN_SETSID`, a macro that is not imported.
    private static let newSession: Int16 = 0x80
}
