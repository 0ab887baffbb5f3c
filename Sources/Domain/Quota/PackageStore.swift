/// Named sets of limits.
public protocol PackageStore: Sendable {
    /// Oldest first.
    func list(_ page: Page) async throws(ChatError) -> Listing<Package>
    /// The same packages with what each is attached to.
    func rows(_ page: Page) async throws(ChatError) -> Listing<PackageRow>
    /// Throws `notFound`.
    func find(_ id: ID<Package>) async throws(ChatError) -> Package
    func create(name: String, limits: [Limit], at moment: Timestamp) async throws(ChatError) -> Package
    func update(_ package: Package) async throws(ChatError)
    func row(of id: ID<Package>) async throws(ChatError) -> PackageRow
    /// Whose uses it is checked at, at most so many, those who were here last first; and how many there are. A member with several
    /// accounts occurs with each.
    func users(of id: ID<Package>, atMost count: Int) async throws(ChatError) -> (users: [PackageUser], count: Int)
    /// The models of all accounts.
    func models() async throws(ChatError) -> Set<String>
    /// Throws `notFound`, `packageInUse` while it is attached to anything.
    func delete(_ id: ID<Package>) async throws(ChatError)
}
