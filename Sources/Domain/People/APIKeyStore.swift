/// Keys of programs. They are found by their hash; the key itself is sealed, and leaves only through `secret`.
///
/// Calls of a member name him, and every query does; nil stands for an administrator, who may see everybody's.
public protocol APIKeyStore: Sendable {
    /// How many there are, and how many of them can be used at that moment.
    func count(at moment: Timestamp) async throws(ChatError) -> Statistics.Count
    /// Newest first. `keyword`: the id, or a part of the name.
    func list(_ page: Page, of user: ID<User>?, matching keyword: String?) async throws(ChatError) -> Listing<APIKey>
    /// Throws `notFound`.
    func find(_ id: ID<APIKey>, of user: ID<User>?) async throws(ChatError) -> APIKey
    /// The `id` of `key` is ignored; the one given is in what is returned. Throws `conflict(.tooManyKeys)` beyond
    /// `APIKey.mostOfOne`, `notFound` for an unknown user.
    func create(_ key: APIKey, hash: [UInt8], secret: Secret) async throws(ChatError) -> APIKey
    /// Throws `notFound`. Times of use stay.
    func update(_ key: APIKey) async throws(ChatError)
    /// Throws `notFound`. The key works nowhere any more; its name stays in the log.
    func delete(_ id: ID<APIKey>, of user: ID<User>?) async throws(ChatError)
    /// The keys themselves, without `sk-`, of those among `ids` that are there and can be opened.
    func secrets(of ids: [ID<APIKey>]) async throws(ChatError) -> [ID<APIKey>: Secret]
    /// Whose key this is and what it may use; nil for one that is unknown or deleted.
    func standing(of hash: [UInt8]) async throws(ChatError) -> Standing?
    /// The epochs of these users as they are now; one that was deleted is missing.
    func epochs(of users: [ID<User>]) async throws(ChatError) -> [ID<User>: Int]
    /// Notes when keys were last used.
    func touch(_ uses: [ID<APIKey>: Timestamp]) async throws(ChatError)
}
