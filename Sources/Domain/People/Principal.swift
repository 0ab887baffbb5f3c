/// Who asks: a user in one of his sessions, as they were when they were looked up.
public struct Principal: Sendable, Equatable {
    public let user: User
    public let session: Session
    /// The user's: raised by whatever changes what he may do or use (see `SessionStanding`).
    public let epoch: Int

    public init(user: User, session: Session, epoch: Int) {
        self.user = user
        self.session = session
        self.epoch = epoch
    }
}
