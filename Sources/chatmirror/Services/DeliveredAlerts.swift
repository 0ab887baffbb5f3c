import Domain
import Transport

/// Brings alerts to where their channels lead. In one process for all.
struct DeliveredAlerts: Service {
    let name = "alert-deliveries"
    let outbox: AlertOutbox
    let work: LeasedWork
    let log: Log

    func run() async {
        await work.run(every: .seconds(2)) {
            guard let failures = try? await outbox.round(), failures > 0 else { return }
            log.warn("alerts could not be delivered", .init("count", failures))
        }
    }

    func finish() async { await work.giveBack() }
}
