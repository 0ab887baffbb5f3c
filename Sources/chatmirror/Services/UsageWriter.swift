import Domain

/// Writes the rows of calls that have ended, within a second, and finds out which remembered standings are still true.
struct UsageWriter: Sendable {
    let usage: UsageLog
    let standings: Standings
    let clock: any WallClock

    private static let pause = Duration.milliseconds(500)

    /// Until it is cancelled; then what is left is written.
    func run() async {
        var round = 0
        while !Task.isCancelled {
            await clock.sleep(Self.pause)
            await usage.write()
            round += 1
            if round.isMultiple(of: 2) { await standings.check() }
        }
    }
}
