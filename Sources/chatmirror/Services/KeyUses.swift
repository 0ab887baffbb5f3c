import Domain

/// Writes down every five seconds which keys were used, so that a call does not have to.
struct KeyUses: Service {
    let name = "key-uses"
    let standings: Standings
    let clock: any WallClock

    func run() async {
        await every(.seconds(5), on: clock) { await standings.noteUses() }
    }
}
