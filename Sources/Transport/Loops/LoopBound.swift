/// A value that only its loop's thread may touch, wherever the box itself goes.
public struct LoopBound<Value>: @unchecked Sendable {
    // Unchecked: `value` is reachable on the loop's own thread alone; anywhere else the process stops.
    public let loop: EventLoop
    private let content: Value

    public init(_ value: Value, to loop: EventLoop) {
        content = value
        self.loop = loop
    }

    public var value: Value {
        loop.checkIsolated()
        return content
    }
}

extension LoopBound {
    /// Runs `body` on the loop, wherever the caller is; at once if that is there already.
    public func run<Result: Sendable, Failure: Error>(
        _ body: @escaping @Sendable (Value) async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        if loop.isCurrent { return try await body(content) }
        // The caller is an actor or a task that left the loop: only a new task comes back to it.
        let outcome = await Task(executorPreference: loop) { () async -> Swift.Result<Result, Failure> in
            do throws(Failure) { return .success(try await body(self.value)) } catch { return .failure(error) }
        }.value
        return try outcome.get()
    }
}
