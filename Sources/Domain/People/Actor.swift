/// Who acts: on whose word something is done, and what the audit log says of them.
public enum Actor: Sendable, Equatable {
    /// Somebody who is signed in, at a network address. `isConfirmed`: they gave their password a short while ago
    /// (`Session.isConfirmed`).
    case user(User, from: String, isConfirmed: Bool)
    /// Somebody at a network address who has not said who they are.
    case stranger(from: String)
    /// A program at a network address, which has shown the secret of this name.
    case program(String, from: String)
    /// The person who runs the server, by a command of this name: they have the database itself.
    case `operator`(String)
    /// The server by itself, as at its first start, under this name.
    case system(String)

    /// Nil for anybody who is not signed in.
    public var user: User? { if case .user(let user, _, _) = self { user } else { nil } }

    /// Where on the network they are; empty for anybody who is at the server.
    public var address: String {
        switch self {
        case .user(_, let address, _), .stranger(let address), .program(_, let address): address
        case .operator, .system: ""
        }
    }

    /// What they may give to others and take from them: the operator and the server everything, a stranger nothing.
    public var role: User.Role? {
        switch self {
        case .user(let user, _, _): user.role
        case .operator, .system: .root
        case .stranger, .program: nil
        }
    }

    /// Administrators may change themselves and members; root may change everybody.
    public func mayChange(_ other: User) -> Bool {
        guard let role, role >= .admin else { return false }
        return role == .root || other.id == user?.id || !other.isAdmin
    }

    /// As the audit log keeps them: their name and address as they are now.
    var audited: AuditEntry.Actor {
        switch self {
        case .user(let user, let address, _):
            .init(user: user.id, name: user.username, address: String(address.prefix(64)))
        case .stranger(let address): .init(address: String(address.prefix(64)))
        case .program(let name, let address): .init(name: name, address: String(address.prefix(64)))
        case .operator(let name), .system(let name): .init(name: name)
        }
    }
}
