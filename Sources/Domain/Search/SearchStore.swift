/// What a member has said and been told, as it is searched: every branch of every conversation, without the reasoning.
/// A message can be found as soon as it is stored, and not any more once it is deleted.
///
/// Both may throw `unavailable("storage")`.
public protocol SearchStore: Sendable {
    /// The newest messages that the query fits, newest first, of those before `place` and not older than `oldest`.
    func passages(
        _ query: SearchQuery, before place: PassagePlace?, notBefore oldest: Timestamp?, limit: Int, of owner: ID<User>
    ) async throws(ChatError) -> [SearchHit]
    /// The conversations whose titles the query fits, newest first.
    func titles(_ query: SearchQuery, limit: Int, of owner: ID<User>) async throws(ChatError) -> [SearchHit]
    /// When the member's oldest message that can be found was written; nil when there is none.
    func oldest(of owner: ID<User>) async throws(ChatError) -> Timestamp?
}
