/// What a principal may use, as it was under his epoch. It is so still as long as the epoch is the same: every change of the
/// user, his sessions, his bindings, their accounts or his package raises it, in the transaction of the change.
public struct SessionStanding: Sendable {
    public let principal: Principal
    public let allowance: Allowance
    public let readAt: Timestamp

    public init(_ principal: Principal, _ allowance: Allowance, readAt: Timestamp) {
        self.principal = principal
        self.allowance = allowance
        self.readAt = readAt
    }

    /// How long one is used: the longest that a change takes to be seen which raised no epoch, as one that somebody made in
    /// the database by hand, or a process of a version that knew no epochs.
    public static let lifetime = Duration.seconds(600)

    /// Whether it is young enough to be used, and its session has not ended by itself.
    func lives(at moment: Timestamp) -> Bool {
        (readAt..<readAt + Self.lifetime).contains(moment) && principal.session.lives(at: moment)
    }
}
