/// What the start says of the refresh-token manager.
public struct TokenManagerOptions: Sendable {
    /// That of its programs; empty: they find nothing.
    public var secret = Secret("")
    /// What the paths of those programs begin with.
    public var prefix = Self.usualPrefix
    /// The client of a refresh token that is entered without one.
    public var client = ""
    /// How long a sign-in of a program lasts.
    public var login = Duration.seconds(Int64(Self.usualHours) * 3600)
    /// Sites whose pages may call those paths.
    public var origins: [String] = []

    public static let shortestSecret = 16
    public static let usualHours = 24
    public static let usualPrefix = "/public-api"
    /// The first parts of paths that something else here has.
    private static let taken: Set<String> = [
        "internalweb", "health", "healthz", "readyz", "api", "backend-api", "v1", "v1beta", "v1alpha", "pg", "assets",
        "admin", "login", "setup", "c", "g", "s", "mj", "suno",
    ]

    public init() {}

    /// `/` and 1–64 of `A–Z a–z 0–9 - _`, once or with more such parts.
    public static func isPrefix(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0].isEmpty, text.utf8.count <= 128 else { return false }
        let names = parts.dropFirst().map { String(Substring($0)) }
        return names.allSatisfy { Key<Self>($0) != nil } && !taken.contains(names[0])
    }
}
