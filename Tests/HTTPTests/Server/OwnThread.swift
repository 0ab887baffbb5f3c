import Testing
import Transport

/// Runs each test on a thread of its own. What blocks on a socket would otherwise hold up the other tests, and make
/// those late that have little time.
struct OwnThread: TestTrait, SuiteTrait, TestScoping {
    let isRecursive = true

    func provideScope(
        for test: Test, testCase: Test.Case?, performing body: @Sendable @concurrent () async throws -> Void
    ) async throws {
        let thread = LoopGroup(count: 1)
        try await withTaskExecutorPreference(thread.loops[0]) { try await body() }
    }
}

extension Trait where Self == OwnThread {
    static var onItsOwnThread: OwnThread { OwnThread() }
}
