public import JSON

/// Where members' instructions and preferences are kept. Both are gone with their member.
///
/// Every call may throw `unavailable("storage")`.
public protocol PreferenceStore: Sendable {
    func instructions(of owner: ID<User>) async throws(ChatError) -> Instructions
    /// Returns them as they are then. Every turn that begins later has them. Throws `notFound` for a member who is gone.
    func change(_ change: InstructionsChange, of owner: ID<User>) async throws(ChatError) -> Instructions
    /// By name.
    func preferences(of owner: ID<User>) async throws(ChatError) -> [Preference]
    /// Keeps each; one whose value is null is forgotten. Throws `notFound` for a member who is gone, `tooManyValues` when there would be
    /// more than `Preference.most`; then nothing has changed.
    func set(_ preferences: [Preference], of owner: ID<User>) async throws(ChatError) -> [Preference]
}

/// One thing that a client keeps for its member, by a name of its own; the server makes nothing of it.
public struct Preference: Sendable, Equatable {
    public let name: String
    /// A text, a flag or a whole number; null for one that is to be forgotten.
    public let value: JSONValue

    public init(name: String, value: JSONValue) {
        self.name = name
        self.value = value
    }

    /// How many a member may have.
    public static let most = 100
}
