import Domain

/// Stops what other processes ask this one to stop.
struct TurnSignals: Service {
    let name = "turn-signals"
    let turns: TurnRunner

    func run() async { await turns.listen() }
}
