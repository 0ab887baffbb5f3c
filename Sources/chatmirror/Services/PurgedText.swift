import Domain
import Storage

/// Takes deleted text out of the database's files within seconds.
struct PurgedText: Service {
    let name = "purged-text"
    let storage: SQLStorage
    let clock: any WallClock

    func run() async {
        await every(.seconds(5), on: clock) { await storage.scrub() }
    }
}
