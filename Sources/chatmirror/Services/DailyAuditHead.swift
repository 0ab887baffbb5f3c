import Domain
import Transport

/// Prints the head of the audit log once a day (of UTC), soon after the start, and at the end: whoever can change the database
/// cannot change the journal with it.
struct DailyAuditHead: Service {
    let name = "daily-audit-head"
    let audit: any AuditLog
    let clock: any WallClock
    let log: Log

    func run() async {
        var printed: Int64?
        await every(.seconds(5), on: clock) {
            let today = clock.now.seconds / 86_400
            if printed != today, await printHead() { printed = today }
        }
    }

    func finish() async { await printHead() }

    /// False when the store cannot say it now.
    @discardableResult
    private func printHead() async -> Bool {
        guard let head = try? await audit.head() else { return false }
        log.info("audit head", .init("head", id: head.text))
        return true
    }
}
