public import Transport

/// One event loop for all tests of a process that need one.
public enum TestLoop {
    public static let shared = EventLoop.spawn()

    /// Runs `body` on the loop.
    public static func run<Answer>(_ body: () async throws -> Answer) async rethrows -> Answer {
        try await withTaskExecutorPreference(shared) { try await body() }
    }
}
