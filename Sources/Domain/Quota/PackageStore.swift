/// Named sets of limits.
public protocol PackageStore: Sendable {
    /// Oldest first.
    func list(_ page: Page) async throws(ChatError) -> Listing<Package>
    /// The same packages with how many members have each.
    func rows(_ page: Page) async throws(ChatError) -> Listing<PackageRow>
    /// Throws `notFound`.
    func find(_ id: ID<Package>) async throws(ChatError) -> Package
    func create(name: String, limits: [Limit], at moment: Timestamp) async throws(ChatError) -> Package
    func update(_ package: Package) async throws(ChatError)
    /// How many members have it.
    func memberCount(of id: ID<Package>) async throws(ChatError) -> Int
    /// Throws `notFound`, `conflict(.packageInUse)` while a member has it.
    func delete(_ id: ID<Package>) async throws(ChatError)
}
