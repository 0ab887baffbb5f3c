internal import CLinux
public import Glibc

/// A program that is run to its end for what it writes. Its standard input is a file, and it gets nothing else that is open here.
public enum Child {
    public enum End: Sendable, Equatable {
        /// It ended by itself. `isCut`: it had written more than was asked for, and was ended then.
        case left(code: Int32, output: [UInt8], isCut: Bool)
        case killed(signal: Int32)
        /// It was ended, with all that it had begun.
        case outOfTime
        /// The system could not start it.
        case notStarted
    }

    /// Runs `command`, whose first word is a path, for at most `seconds`, and keeps at most `most` bytes of what it writes. Blocks.
    public static func run(
        _ command: [String], reading input: Int32, upTo most: Int, within seconds: Int
    ) -> End {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return .notStarted }
        defer { close(ends[0]) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let child = start(command, input, ends[1])
        close(ends[1])
        guard let child else { return .notStarted }
        let deadline = MonotonicTime.now + .seconds(seconds)
        var output: [UInt8] = []
        let reading = read(from: ends[0], into: &output, upTo: most, until: deadline)
        // Whatever it has started is in its group; of one that has ended by itself nobody is left.
        if reading != .ended { kill(-child, SIGKILL) }
        var status: Int32 = 0
        // What has closed its output and goes on all the same is ended, too.
        if reading == .ended, !leaves(child, &status, until: deadline) {
            kill(-child, SIGKILL)
            return .outOfTime
        }
        if reading != .ended { while waitpid(child, &status, 0) < 0, errno == EINTR {} }
        switch reading {
        case .outOfTime: return .outOfTime
        case .full: return .left(code: 0, output: output, isCut: true)
        case .ended:
            let signal = status & 0x7F
            return signal == 0
                ? .left(code: status >> 8 & 0xFF, output: output, isCut: false) : .killed(signal: signal)
        }
    }

    private enum Reading { case ended, full, outOfTime }

    private static func read(
        from pipe: Int32, into output: inout [UInt8], upTo most: Int, until deadline: MonotonicTime
    ) -> Reading {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            guard isReady(pipe, until: deadline) else { return .outOfTime }
            let count = Glibc.read(pipe, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return .ended }
            output += buffer.prefix(min(count, most - output.count))
            if output.count == most { return .full }
        }
    }

    private static func isReady(_ descriptor: Int32, until deadline: MonotonicTime) -> Bool {
        while true {
            let left = (deadline.nanoseconds - MonotonicTime.now.nanoseconds) / 1_000_000
            guard left > 0 else { return false }
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let found = poll(&entry, 1, Int32(clamping: left))
            if found > 0 { return true }
            if found == 0 || errno != EINTR { return false }
        }
    }

    /// Waits for its end; false when it was not over in time, and then it is ended and waited for.
    private static func leaves(_ child: pid_t, _ status: inout Int32, until deadline: MonotonicTime) -> Bool {
        // A few milliseconds at most, once its output is closed.
        while MonotonicTime.now < deadline {
            let found = waitpid(child, &status, WNOHANG)
            if found == child || (found < 0 && errno != EINTR) { return true }
            usleep(1000)
        }
        kill(-child, SIGKILL)
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        return false
    }

    private static func start(_ command: [String], _ input: Int32, _ output: Int32) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        clinux_close_from(&actions, 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // This process ignores and blocks signals, which its children would inherit.
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(flags))
        var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        let variables = ["LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin"]
        var environment: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) } + [nil]
        defer { for text in arguments + environment { free(text) } }
        var child = pid_t()
        return posix_spawn(&child, command[0], &actions, &attributes, &arguments, &environment) == 0 ? child : nil
    }
}
