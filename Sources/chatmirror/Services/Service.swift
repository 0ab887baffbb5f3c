import Domain

/// Work in the background, for as long as the server runs. `Services` has the list.
protocol Service: Sendable {
    /// As the log calls it.
    var name: String { get }

    /// Lasts until its task is cancelled.
    func run() async

    /// What is left to do when `run()` has returned; nothing, as a rule. The cancelled task cannot do it: its commands to Redis
    /// are dropped.
    func finish() async
}

extension Service {
    func finish() async {}

    /// Does `work` again and again until the task is cancelled, with a pause of `span` before each time. The first pause may be
    /// shorter: what was left behind by an earlier process should not wait for long.
    func every(
        _ span: Duration, firstAfter first: Duration? = nil, on clock: any WallClock, _ work: () async -> Void
    ) async {
        var pause = first ?? span
        while !Task.isCancelled {
            await clock.sleep(pause)
            guard !Task.isCancelled else { return }
            await work()
            pause = span
        }
    }
}
