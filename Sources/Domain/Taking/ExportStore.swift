/// What is known of exports, and what they are made of. Every call that names an owner treats a foreign id as a missing one.
///
/// Every call may throw `unavailable("storage")`.
public protocol ExportStore: Sendable {
    /// The member's conversations, oldest key first, those behind `last`: not those in the trash, and no temporary ones.
    func conversations(after last: Key<Conversation>?, limit: Int, of owner: ID<User>)
        async throws(ChatError) -> [Conversation]
    /// The whole files of such conversations, those behind `last` by their keys.
    func files(after last: Key<File>?, limit: Int, of owner: ID<User>) async throws(ChatError) -> [File]
    /// Stores one whose contents are to come. Throws `unauthorized` for an owner who is gone or disabled.
    func begin(_ export: Export) async throws(ChatError)
    /// Notes that the contents are there, and the key that they are sealed with. Throws `notFound` when it was deleted meanwhile.
    func finish(_ export: Export, sealedWith key: Secret) async throws(ChatError)
    /// One whose contents are there, and their key.
    func find(_ id: Key<Export>, of owner: ID<User>) async throws(ChatError) -> (Export, Secret)
    /// Those from before `moment`, some at a time.
    func due(before moment: Timestamp) async throws(ChatError) -> [Key<Export>]
    /// All of one member's.
    func all(of owner: ID<User>) async throws(ChatError) -> [Key<Export>]
    func forget(_ exports: [Key<Export>]) async throws(ChatError)
}
