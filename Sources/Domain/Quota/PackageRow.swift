/// A package with everything that a list of packages shows.
public struct PackageRow: Sendable, Equatable {
    public let package: Package
    public let attached: Attached

    /// What it is attached to.
    public struct Attached: Sendable, Equatable {
        public var memberCount = 0
        public var groups: [String] = []
        public var accountCount = 0
        public var keyCount = 0
        public var isGlobal = false

        public init() {}
    }

    public init(_ package: Package, _ attached: Attached = Attached()) {
        self.package = package
        self.attached = attached
    }
}
