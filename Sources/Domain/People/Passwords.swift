/// Hashes passwords, slowly on purpose. Few are hashed at once: what would wait too long throws `throttled`.
public protocol Passwords: Sendable {
    /// A text that holds everything `verify` needs.
    func hash(_ password: String, in lane: PasswordLane) async throws(ChatError) -> String
    /// `hash` is nil for a user who does not exist: that takes as long, and is false.
    func verify(_ password: String, against hash: String?, in lane: PasswordLane) async throws(ChatError) -> Bool
    /// Was this hash made at another cost than `hash` has now?
    func isOutdated(_ hash: String) -> Bool
}
