import Domain

/// Tells the other processes every five seconds that this one lives. One that is silent for 15 seconds counts as dead.
struct HeartbeatService: Service {
    let name = "heartbeat-beat"
    let heartbeat: any Heartbeat
    let clock: any WallClock

    func run() async {
        await every(.seconds(5), on: clock) { try? await heartbeat.beat() }
    }
}
