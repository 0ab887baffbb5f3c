/// What members may use, of all that is attached to them.
public protocol AllowanceStore: Sendable {
    /// Without what is attached to a key. Throws `notFound`.
    func allowance(of user: ID<User>) async throws(ChatError) -> Allowance
}
