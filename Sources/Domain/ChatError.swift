/// Everything that stops a request before its answer begins. One switch in `Site` makes statuses of it.
public enum ChatError: Error, Equatable, Sendable {
    /// Missing, deleted or somebody else's: the three are not told apart.
    case notFound
    case unknownModel(String)
    case unknownParent
    /// No enabled account serves the model for this member.
    case noAccount
    /// Every account that serves the model rests, because it failed; `until`: when the first may be asked again, nil where a person
    /// must act first.
    case accountsOut(until: Timestamp?)
    case turnRunning
    /// So many answers of the member are being written, and no more may be at once.
    case tooManyRunning(limit: Int)
    /// So many jobs of the user run, and no more may at once.
    case tooManyJobs(limit: Int)
    /// So many pages of the session watch what is asked, and no more may.
    case tooManyStreams(limit: Int)
    /// The conversation went on elsewhere since the sender saw it (`Draft.seen`).
    case conversationMoved
    /// The message id was used before, for something else.
    case duplicateMessage
    case quotaExceeded(WindowUsage)
    /// The turn is over and its log is gone, or there never was one.
    case notResumable
    case invalid(field: String, Flaw)
    /// A body of another kind than JSON.
    case notJSON
    /// A body or a message beyond so many bytes.
    case tooLarge(limit: Int)
    /// A file that cannot be taken or sent.
    case file(FileFlaw)
    case conflict(Conflict)
    /// A package that is to be deleted is attached to these.
    case packageInUse(PackageHolders)
    /// Members are in a group that would be gone: its name, some of theirs and how many they are.
    case groupInUse(String, members: [String], count: Int)
    case unauthorized
    case forbidden
    /// Two session cookies, both valid: whose request it is cannot be said.
    case twoSessions
    /// A step-up action, by an administrator who has not given his password lately, or has none to give.
    case unconfirmed(hasPassword: Bool)
    /// The password that was asked for again is not the one.
    case wrongPassword
    /// Too many failed attempts; try again after so many seconds.
    case throttled(retryAfter: Int)
    /// A store is down or full; `what` names it (`storage`), never its contents.
    case unavailable(what: String)
}
