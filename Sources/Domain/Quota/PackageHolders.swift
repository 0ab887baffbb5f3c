/// What a package is attached to, by name: each list ends at `most`.
public struct PackageHolders: Sendable, Equatable {
    public var members: [String] = []
    public var groups: [String] = []
    public var accounts: [String] = []
    public var keys: [String] = []
    /// It holds for everybody.
    public var isGlobal = false
    /// How many are in no list.
    public var others = 0

    public init() {}

    public static let most = 5

    public var isEmpty: Bool { self == PackageHolders() }
}
