/// What stands in the way of a change. `Site` has the words for each, in both languages.
public enum Conflict: String, Sendable, CaseIterable {
    case exists = "conflict"
    case usernameTaken = "username_taken"
    /// The last administrator would be lost.
    case lastAdmin = "last_admin"
    case alreadySetUp = "already_set_up"
    /// Somebody else has changed it since it was read.
    case changedMeanwhile = "changed_meanwhile"
    case accountDedicated = "account_dedicated"
    case alreadyBound = "already_bound"
    /// The account of a refresh token serves members: it is deleted among the accounts.
    case accountLends = "account_lends"
    /// Members are bound to an account that is to serve nobody.
    case accountBound = "account_bound"
    /// An account has the refresh token already.
    case tokenKnown = "token_known"
    case tokenUsed = "token_used"
    case tooManyKeys = "too_many_keys"
    case tooManyProjects = "too_many_projects"
    /// The conversation is in the trash, where nothing is changed.
    case inTrash = "in_trash"
    /// The conversation is temporary: it has no place in any list, no title and no share.
    case isTemporary = "is_temporary"
    /// Nothing was said yet of what is to be shared.
    case nothingToShare = "nothing_to_share"
    /// Something temporary was to be said in a conversation that stays.
    case notTemporary = "not_temporary"
    /// Of an exclusive kind of job one runs.
    case jobRunning = "job_running"
    /// Another response is under way in the conversation.
    case conversationTaken = "conversation_locked"
    /// A response is to be cancelled that its asker waits for.
    case notInBackground = "not_in_background"
    /// Secrets without a data key: `keys rotate` comes first.
    case sealedByFile = "sealed_by_file"
}
