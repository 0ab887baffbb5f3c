/// One act worth remembering: who did what to whom, when and from where, and what came of it.
///
/// It never holds a token, a key, a password or text of a conversation: of a secret that changed it holds a fingerprint.
public struct AuditEntry: Sendable, Equatable {
    public let at: Timestamp
    public let actor: Actor
    public let action: AuditAction
    public let object: AuditObject?
    /// What the act changed, as it was: a JSON object, or empty.
    public let before: String
    /// What the act changed, as it became: a JSON object, or empty.
    public let after: String
    public let result: AuditResult

    public init(
        at: Timestamp, actor: Actor, action: AuditAction, object: AuditObject? = nil, before: String = "",
        after: String = "", result: AuditResult = .done
    ) {
        self.at = at
        self.actor = actor
        self.action = action
        self.object = object
        self.before = before
        self.after = after
        self.result = result
    }

    /// Who acted, as he was called then, and the address he came from.
    public struct Actor: Sendable, Equatable {
        /// Nil: nobody who is signed in, or a command on the server itself.
        public let user: ID<User>?
        public let name: String
        /// Empty for a command.
        public let address: String

        public init(user: ID<User>? = nil, name: String = "", address: String = "") {
            self.user = user
            self.name = name
            self.address = address
        }
    }
}
