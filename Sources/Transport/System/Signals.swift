import Glibc
import Synchronization

/// What the system tells the process as a whole.
public enum Signals {
    /// The signals that ask the process to end.
    public enum Termination: Int32, Sendable {
        case interrupt = 2
        case terminate = 15
    }

    /// Writing to a closed connection becomes an error and no longer ends the process. Call it once, at the start.
    public static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

    /// Every request to end from now on; the first no longer ends the process by itself. Call it once, at the start.
    public static func terminations() -> AsyncStream<Termination> {
        var ends: [Int32] = [0, 0]
        precondition(pipe(&ends) == 0, "no descriptors left for signals")
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // Never block in a handler: a full pipe has said enough.
        _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
        handlerEnd.store(ends[1], ordering: .sequentiallyConsistent)
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { number in
            // Only what is safe in a signal handler: one write.
            let saved = errno
            var byte = UInt8(truncatingIfNeeded: number)
            _ = write(handlerEnd.load(ordering: .relaxed), &byte, 1)
            errno = saved
        }
        action.sa_flags = SA_RESTART
        for termination in [Termination.interrupt, .terminate] { sigaction(termination.rawValue, &action, nil) }
        return events(from: ends[0])
    }

    private static func events(from descriptor: Int32) -> AsyncStream<Termination> {
        let (stream, continuation) = AsyncStream.makeStream(of: Termination.self)
        startThread(named: "signals") {
            var byte: UInt8 = 0
            while true {
                let count = read(descriptor, &byte, 1)
                if count < 0, errno == EINTR { continue }
                guard count == 1 else { return continuation.finish() }
                if let termination = Termination(rawValue: Int32(byte)) { continuation.yield(termination) }
            }
        }
        return stream
    }
}

private let handlerEnd = Atomic<Int32>(-1)
