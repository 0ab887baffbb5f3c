import Domain
import Transport

/// Writes the rows of calls that have ended, within a second, and finds out which remembered standings are still true.
struct UsageWriter: Sendable {
    let dispatcher: Dispatcher
    let standings: Standings
    let clock: any WallClock
    let log: Log

    private static let pause = Duration.milliseconds(500)
    /// In so long every process has noticed that the counters are gone, and stored what it knows.
    static let grace = Duration.milliseconds(1200)

    /// Until it is cancelled.
    func run() async {
        var round = 0
        var lost = 0
        while !Task.isCancelled {
            await clock.sleep(Self.pause)
            await dispatcher.writeUsage()
            round += 1
            if dispatcher.lostCalls > lost {
                log.error("calls are missing from the usage log", .init("count", dispatcher.lostCalls - lost))
                lost = dispatcher.lostCalls
            }
            if round.isMultiple(of: 2) { await standings.check() }
        }
    }
}
