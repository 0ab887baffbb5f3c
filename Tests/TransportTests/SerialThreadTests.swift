import Glibc
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(1))) struct SerialThreadTests {
    /// Blocks its own thread and no other.
    private actor Blocker {
        private let thread = SerialThread()
        private let gone: AsyncStream<Void>.Continuation?
        private(set) var count = 0

        init(gone: AsyncStream<Void>.Continuation? = nil) { self.gone = gone }

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
        let before = threadCount()
        let (goings, gone) = AsyncStream.makeStream(of: Void.self)
        for _ in 0..<50 {
            let blocker = Blocker(gone: gone)
            Task { await blocker.work() }
        }
        var count = 0
        for await _ in goings {
            count += 1
            if count == 50 { break }
        }
        // The last steps of a thread are the system's: it is given a moment.
        for _ in 0..<1000 where threadCount() > before + 20 { sched_yield() }
        #expect(threadCount() <= before + 20)
    }

    private func threadCount() -> Int {
        guard let folder = opendir("/proc/self/task") else { return 0 }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        return count
    }
}
