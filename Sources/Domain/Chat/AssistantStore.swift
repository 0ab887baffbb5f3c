/// Where assistants are kept.
///
/// Every call may throw `unavailable("storage")`.
public protocol AssistantStore: Sendable {
    /// In their order.
    func list(_ page: Page) async throws(ChatError) -> Listing<Assistant>
    /// Throws `notFound`.
    func find(_ id: ID<Assistant>) async throws(ChatError) -> Assistant
    /// Its id, version and picture are the store's. Throws `invalid("name")` beyond `Assistant.most`.
    func create(_ assistant: Assistant, _ picture: SitePicture?) async throws(ChatError) -> Assistant
    /// Throws `notFound`, and `conflict(.changedMeanwhile)` for one that has another version by now. A picture of nil leaves the former.
    func update(_ assistant: Assistant, _ picture: SitePicture??) async throws(ChatError) -> Assistant
    /// Chats that were begun with it keep its id, which no other one ever has. Throws `notFound`.
    func delete(_ id: ID<Assistant>) async throws(ChatError)

    /// Those that a member may use: enabled, and for everybody or the member's group. In their order.
    func list(for user: ID<User>) async throws(ChatError) -> [Assistant]
    /// Throws `notFound` also for one that the member may not use.
    func find(_ id: ID<Assistant>, for user: ID<User>) async throws(ChatError) -> Assistant
}
