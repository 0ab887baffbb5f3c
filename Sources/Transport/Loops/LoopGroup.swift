import Glibc
import Synchronization

/// The event loops of the process, one per core. They end when the group is released.
public final class LoopGroup: Sendable {
    public let loops: [EventLoop]
    private let turn = Atomic<Int>(0)

    /// Starts `count` loops, each on a thread of its own.
    public init(count: Int = LoopGroup.cores) {
        precondition(count > 0)
        loops = (0..<count).map { _ in EventLoop.spawn() }
    }

    deinit { stop() }

    /// The cores this process may run on.
    public static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// The loops in turn; the caller's own when it is on one.
    public func next() -> EventLoop {
        if let current = EventLoop.current, loops.contains(where: { $0 === current }) { return current }
        return loops[turn.wrappingAdd(1, ordering: .relaxed).oldValue % loops.count]
    }

    /// Ends the loops and with them every task that waits on one: only after everything else.
    public func stop() {
        for loop in loops { loop.stop() }
    }
}
