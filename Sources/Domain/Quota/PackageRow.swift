/// A package with everything that a list of packages shows.
public struct PackageRow: Sendable, Equatable {
    public let package: Package
    /// How many members have it.
    public let memberCount: Int

    public init(_ package: Package, memberCount: Int) {
        self.package = package
        self.memberCount = memberCount
    }
}
