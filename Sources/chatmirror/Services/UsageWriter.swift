import Domain
import Transport

/// Writes the rows of calls within a second after their end, and the last ones when the server stops.
struct UsageWriter: Service {
    let name = "usage-writer"
    let dispatcher: Dispatcher
    let clock: any WallClock
    let log: Log

    /// In so long every process has noticed that the counters are gone, and stored what it knows.
    static let grace = Duration.milliseconds(1200)

    func run() async {
        var lost = 0
        await every(.milliseconds(500), on: clock) {
            await dispatcher.writeUsage()
            if dispatcher.lostCalls > lost {
                log.error("calls are missing from the usage log", .init("count", dispatcher.lostCalls - lost))
                lost = dispatcher.lostCalls
            }
        }
    }

    func finish() async { await dispatcher.writeUsage() }
}
