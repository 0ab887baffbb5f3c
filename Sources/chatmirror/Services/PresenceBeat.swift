import Domain

/// Tells the other processes every five seconds that this one lives. One that is silent for 15 seconds counts as dead.
struct PresenceBeat: Service {
    let name = "presence-beat"
    let presence: any Presence
    let clock: any WallClock

    func run() async {
        await every(.seconds(5), on: clock) { try? await presence.beat() }
    }
}
