internal import CLinux
import Glibc
import Synchronization

/// One thread, one epoll, one Swift executor. What runs on a loop stays on it: its sockets, timers and tasks.
///
/// Start tasks with `Task(executorPreference: loop)`; a plain `Task {` leaves the loop.
public final class EventLoop: TaskExecutor, @unchecked Sendable {
    // Unchecked: all but `remote`, `thread` and `isStopping` is touched by the loop's own thread alone.
    private let epoll: Int32
    private let wakeup: Int32
    private let thread = Atomic<UInt>(0)
    private let isStopping = Atomic<Bool>(false)
    private let remote = Mutex(Remote())

    /// Set in `init` and never again.
    private var isolation: LoopIsolation!
    private var local: [LoopJob] = []
    private var batch: [LoopJob] = []
    private var watchers: [Int32: Watcher] = [:]
    private var watchCount: UInt32 = 0
    private let timers = TimerHeap()
    /// Lines of the log that are written before the loop waits again: one call for all that a pass had to say.
    private var lines: [UInt8] = []
    /// Where sockets of this loop receive: what has arrived is copied out before anything else runs.
    let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)

    private struct Remote {
        var jobs: [LoopJob] = []
        var calls: [@Sendable () -> Void] = []
        var isArmed = false
    }

    private struct Watcher {
        let number: UInt32
        var interest: Readiness
        let handler: (Readiness) -> Void
    }

    public init() {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        wakeup = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        precondition(epoll >= 0 && wakeup >= 0, "no descriptors left for an event loop")
        var event = epoll_event(events: EPOLLIN.rawValue, data: Self.label(wakeup, 0))
        epoll_ctl(epoll, EPOLL_CTL_ADD, wakeup, &event)
        isolation = LoopIsolation(self)
    }

    deinit {
        scratch.deallocate()
        close(epoll)
        close(wakeup)
    }

    /// A loop that runs on a new thread.
    public static func spawn() -> EventLoop {
        let loop = EventLoop()
        startThread(named: "loop") { loop.run() }
        return loop
    }

    /// The loop whose thread this is.
    public static var current: EventLoop? {
        pthread_getspecific(currentLoopKey).map { Unmanaged<EventLoop>.fromOpaque($0).takeUnretainedValue() }
    }

    public var isCurrent: Bool { thread.load(ordering: .relaxed) == UInt(pthread_self()) }

    /// Ends `run()` after the current pass. From any thread.
    public func stop() {
        isStopping.store(true, ordering: .releasing)
        wake()
    }

    /// Runs on the calling thread until `stop()`.
    public func run() {
        thread.store(UInt(pthread_self()), ordering: .relaxed)
        pthread_setspecific(currentLoopKey, Unmanaged.passUnretained(self).toOpaque())
        var events = [epoll_event](repeating: epoll_event(), count: 256)
        while !isStopping.load(ordering: .acquiring) {
            drain()
            writeLines()
            let patience = local.isEmpty ? timers.wait(now: MonotonicTime.now) : 0
            let count = epoll_wait(epoll, &events, Int32(events.count), patience)
            for event in events.prefix(Int(max(0, count))) { dispatch(event) }
            for timer in timers.takeDue(MonotonicTime.now) { timer.fire() }
        }
        drain()
        writeLines()
    }

    private func dispatch(_ event: epoll_event) {
        let descriptor = Int32(truncatingIfNeeded: event.data.u64 & 0xFFFF_FFFF)
        guard descriptor != wakeup else { return takeRemote() }
        // A handler earlier in this pass may have closed this descriptor, and another may have opened it again.
        guard let watcher = watchers[descriptor], watcher.number == event.data.u64 >> 32 else { return }
        watcher.handler(Readiness(rawValue: event.events))
    }

    private static func label(_ descriptor: Int32, _ number: UInt32) -> epoll_data_t {
        epoll_data_t(u64: UInt64(number) << 32 | UInt64(UInt32(bitPattern: descriptor)))
    }
}

// MARK: Executor

extension EventLoop {
    public func enqueue(_ job: consuming ExecutorJob) { add(LoopJob(job: UnownedJob(job), isIsolated: false)) }

    /// For actors that live on this loop.
    public func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: isolation) }

    /// Stops the process unless this is the loop's thread.
    public func checkIsolated() { precondition(isCurrent, "not on the loop's thread") }

    func add(_ job: LoopJob) {
        if isCurrent { return local.append(job) }
        let mustWake = remote.withLock { remote in
            remote.jobs.append(job)
            defer { remote.isArmed = true }
            return !remote.isArmed
        }
        if mustWake { wake() }
    }

    /// Calls `body` on the loop's own thread, soon. From any thread.
    public func execute(_ body: @escaping @Sendable () -> Void) {
        let mustWake = remote.withLock { remote in
            remote.calls.append(body)
            defer { remote.isArmed = true }
            return !remote.isArmed
        }
        if mustWake { wake() }
    }

    private func wake() {
        var one: UInt64 = 1
        _ = write(wakeup, &one, 8)
    }

    private func takeRemote() {
        var count: UInt64 = 0
        _ = read(wakeup, &count, 8)
        let calls = remote.withLock { remote in
            remote.isArmed = false
            local.append(contentsOf: remote.jobs)
            remote.jobs.removeAll(keepingCapacity: true)
            defer { remote.calls = [] }
            return remote.calls
        }
        for call in calls { call() }
    }

    /// Bounded, so that jobs that keep making jobs cannot starve the sockets.
    private func drain() {
        let serial = asUnownedSerialExecutor()
        let preference = asUnownedTaskExecutor()
        for _ in 0..<64 where !local.isEmpty {
            swap(&local, &batch)
            for job in batch { job.run(serial, preference) }
            batch.removeAll(keepingCapacity: true)
        }
    }
}

// MARK: Log. Only from the loop's own thread.

extension EventLoop {
    /// Goes to standard error before the loop waits again.
    func keep(line: [UInt8]) {
        lines.append(contentsOf: line)
        if lines.count > 32 * 1024 { writeLines() }
    }

    func writeLines() {
        guard !lines.isEmpty else { return }
        _ = Glibc.write(STDERR_FILENO, lines, lines.count)
        lines.removeAll(keepingCapacity: true)
    }
}

// MARK: Descriptors. Only from the loop's own thread.

extension EventLoop {
    /// What a descriptor is ready for, or is to be watched for. Errors and hang-ups are always reported.
    public struct Readiness: OptionSet, Sendable {
        public let rawValue: UInt32
        public init(rawValue: UInt32) { self.rawValue = rawValue }

        public static let read = Readiness(rawValue: EPOLLIN.rawValue)
        public static let write = Readiness(rawValue: EPOLLOUT.rawValue)
        /// The peer has closed its sending half.
        public static let peerClosed = Readiness(rawValue: EPOLLRDHUP.rawValue)
        public static let error = Readiness(rawValue: EPOLLERR.rawValue)
        public static let hangup = Readiness(rawValue: EPOLLHUP.rawValue)
    }

    /// Calls `handler` whenever `descriptor` is ready (level-triggered), until `unwatch`.
    /// Watching a watched descriptor changes what it is watched for and replaces the handler.
    public func watch(_ descriptor: Int32, for interest: Readiness, _ handler: @escaping (Readiness) -> Void) {
        let isNew = watchers[descriptor] == nil
        watchCount &+= 1
        watchers[descriptor] = Watcher(number: watchCount, interest: interest, handler: handler)
        control(isNew ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor, interest)
    }

    /// Changes what a watched descriptor is watched for; no system call if nothing changes.
    public func rewatch(_ descriptor: Int32, for interest: Readiness) {
        guard let watcher = watchers[descriptor], watcher.interest != interest else { return }
        watchers[descriptor]!.interest = interest
        control(EPOLL_CTL_MOD, descriptor, interest)
    }

    /// Call before the descriptor is closed.
    public func unwatch(_ descriptor: Int32) {
        guard watchers.removeValue(forKey: descriptor) != nil else { return }
        control(EPOLL_CTL_DEL, descriptor, [])
    }

    private func control(_ operation: Int32, _ descriptor: Int32, _ interest: Readiness) {
        let number = watchers[descriptor]?.number ?? 0
        var event = epoll_event(events: interest.rawValue, data: Self.label(descriptor, number))
        guard epoll_ctl(epoll, operation, descriptor, &event) != 0, errno == ENOENT, operation == EPOLL_CTL_MOD else {
            return
        }
        // It was closed without `unwatch` and opened again.
        epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event)
    }
}

// MARK: Timers. Only from the loop's own thread.

extension EventLoop {
    /// Calls `action` once after `delay`, unless the timer is cancelled before.
    @discardableResult
    public func after(_ delay: Duration, _ action: @escaping () -> Void) -> LoopTimer {
        at(MonotonicTime.now + delay, action)
    }

    /// Calls `action` once at `moment`, unless the timer is cancelled before.
    @discardableResult
    public func at(_ moment: MonotonicTime, _ action: @escaping () -> Void) -> LoopTimer {
        let timer = LoopTimer(due: moment, action: action)
        timers.add(timer)
        return timer
    }
}

private let currentLoopKey: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
}()
