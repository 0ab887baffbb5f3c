/// Tells the other processes of the service that this one lives. Whoever is silent for 15 seconds counts as dead:
/// the others end the turns that it was running.
public protocol Heartbeat: Sendable {
    /// Before the first turn begins, then every few seconds.
    func beat() async throws(ChatError)
    /// When the last turn has ended: nothing of this process is left to wait for.
    func leave() async throws(ChatError)
}
