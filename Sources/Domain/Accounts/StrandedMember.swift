/// A member whose only account that works is, or was, one that does not.
public struct StrandedMember: Sendable, Equatable {
    public let id: ID<User>
    public let name: String

    public init(id: ID<User>, name: String) {
        self.id = id
        self.name = name
    }
}
