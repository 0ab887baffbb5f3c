import Glibc
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(5))) struct SerialThreadTests {
    /// Blocks its own thread and no other.
    private actor Blocker {
        private let thread: SerialThread
        private let gone: AsyncStream<Void>.Continuation?
        private(set) var count = 0

        init(named name: String = "blocker", gone: AsyncStream<Void>.Continuation? = nil) {
            thread = SerialThread(named: name)
            self.gone = gone
        }

        deinit { gone?.yield() }

        nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

        func work() -> Bool {
            count += 1
            usleep(10)
            return thread.isCurrent
        }

        /// Comes back after it has let go of the thread for a moment.
        func workTwice() async -> Bool {
            await Task.yield()
            return work()
        }
    }

    @Test func `an actor on a serial thread does all its work there, one after another`() async {
        let blocker = Blocker()
        await withTaskGroup(of: Bool.self) { tasks in
            for _ in 0..<200 { tasks.addTask { await blocker.work() } }
            for _ in 0..<200 { tasks.addTask { await blocker.workTwice() } }
            for await isThere in tasks { #expect(isThere) }
        }
        #expect(await blocker.count == 400)
    }

    @Test func `threads end when their executors are released, even by their own work`() async {
        let (goings, gone) = AsyncStream.makeStream(of: Void.self)
        for _ in 0..<20 {
            let blocker = Blocker(named: "goes-soon", gone: gone)
            Task { await blocker.work() }
        }
        let staying = Blocker(named: "stays")
        #expect(await staying.work() && threads(named: "stays") == 1)
        var count = 0
        for await _ in goings {
            count += 1
            if count == 20 { break }
        }
        // The last steps of a thread are the system's: it is given its time.
        let patience = MonotonicTime.now + .seconds(20)
        while threads(named: "goes-soon") > 0, MonotonicTime.now < patience { sched_yield() }
        #expect(threads(named: "goes-soon") == 0)
    }

    private func threads(named name: String) -> Int {
        guard let folder = opendir("/proc/self/task") else { return 0 }
        defer { closedir(folder) }
        var count = 0
        while let entry = readdir(folder) {
            let id = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            let file = open("/proc/self/task/\(id)/comm", O_RDONLY | O_CLOEXEC)
            guard file >= 0 else { continue }
            defer { close(file) }
            var bytes = [UInt8](repeating: 0, count: 32)
            let length = read(file, &bytes, bytes.count)
            if length > 0, String(decoding: bytes[..<length], as: UTF8.self) == name + "\n" { count += 1 }
        }
        return count
    }
}
