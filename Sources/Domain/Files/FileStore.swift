/// What is known of files. Every call that names an owner treats a foreign id as a missing one, and so are files that were deleted.
/// Conversations take theirs, and let go of them, in the transactions of `ConversationStore`.
public protocol FileStore: Sendable {
    /// Stores an announced file. Throws `unauthorized` for an owner who is gone or disabled, `file(.noRoom)` and
    /// `file(.tooManyUnsent)`.
    func add(_ file: File, under rules: FileRules) async throws(ChatError)
    func find(_ id: Key<File>, of owner: ID<User>) async throws(ChatError) -> File
    /// Notes what came for an announced file, and the key that its contents are sealed with. Throws `notFound`, also when it
    /// was filled meanwhile.
    func fill(_ file: File, sealedWith key: Secret) async throws(ChatError)
    /// Notes how the text of a filled file was read. Throws `notFound`.
    func note(_ text: FileText?, of id: Key<File>, for owner: ID<User>) async throws(ChatError)
    /// The owner's files that are whole, or of them those that models made, newest first, and what all of theirs take.
    func list(_ page: Page, onlyMade: Bool, of owner: ID<User>) async throws(ChatError)
        -> (files: Listing<File>, bytes: Int)
    /// What the files of everybody take.
    func held() async throws(ChatError) -> HeldFiles
    /// The key of the contents.
    func key(_ id: Key<File>, of owner: ID<User>) async throws(ChatError) -> Secret
    /// Those whose contents are to be removed, some at a time: of deleted conversations, of one owner or of everybody; and without an
    /// owner also what was made before `moment` and not sent, which nobody finds any more from then on.
    func deleted(of owner: ID<User>?, unsentBefore moment: Timestamp) async throws(ChatError) -> [Key<File>]
    /// The contents of these were removed. The rows go when they are older than `moment`: until then an upload may be under way
    /// that began before the deletion, and its contents are removed again.
    func noteRemoved(_ files: [Key<File>], forgetting moment: Timestamp) async throws(ChatError)
}
