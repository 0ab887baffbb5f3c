import Domain
import Glibc
import Transport

/// A process that takes and ends places of quotas over a Redis and a MariaDB until it is told to stop (SIGTERM), or killed; and what
/// is asked of the stores before and after. `Tests/EndToEnd/test_storm_ledger.py` runs several at once.
@main
enum QuotaStorm {
    static func main() async throws {
        let words = Array(CommandLine.arguments.dropFirst())
        Signals.ignoreBrokenPipes()
        switch (words.first, words.count) {
        case ("migrate", 3): try await StormStores.migrate(mariadb: words[1], database: words[2])
        case ("run", 7): try await run(try stores(words, ahead: .zero), size: Int(words[5])!)
        case ("check", 5): try await StormCheck(stores: try stores(words, ahead: .seconds(20))).run()
        default:
            print(
                """
                quota-storm migrate SOCKET DATABASE
                quota-storm run     SOCKET DATABASE REDIS BEGAN SIZE NAME
                quota-storm check   SOCKET DATABASE REDIS BEGAN
                """)
            exit(2)
        }
    }

    private static func stores(_ words: [String], ahead: Duration) throws -> StormStores {
        try StormStores(
            redis: words[3], mariadb: words[1], database: words[2], began: Int64(words[4])!, ahead: ahead,
            name: words.count > 6 ? words[6] : "check")
    }

    private static func run(_ stores: StormStores, size: Int) async throws {
        let storm = Storm(StormPlan(size: size), stores)
        let terminations = Signals.terminations()
        async let stop: Void = {
            for await _ in terminations { return storm.stop() }
        }()
        try await storm.rage(32)
        await stop
    }
}
