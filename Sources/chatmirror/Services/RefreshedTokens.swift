import Domain
import Transport

/// Refreshes the refresh tokens that other programs use, as their settings say. Every ten seconds it looks whose time has come, in one
/// process for all.
struct RefreshedTokens: Service {
    let name = "refresh-tokens"
    let tokens: RefreshTokens
    let work: LeasedWork
    let log: Log

    func run() async {
        await work.run(every: .seconds(10)) {
            // A store that is away is met again in ten seconds.
            guard let failures = try? await tokens.refreshDue(), failures > 0 else { return }
            log.warn("refresh tokens could not be refreshed", .init("count", failures))
        }
    }

    func finish() async { await work.giveBack() }
}
