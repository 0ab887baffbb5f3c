public import Transport

/// What the site must know of its surroundings.
public struct SiteOptions: Sendable {
    /// Scheme and authority under which people reach us, without a trailing slash: `https://chat.example.org`.
    public var publicURL: String
    /// The IANA name of the zone in which days, weeks and months begin.
    public var timeZone: String
    /// Folders of the built front end and of the page shells.
    public var assets: String
    public var templates: String
    /// Seals what a browser carries from one request to the next; the same in every process.
    public var sealingKey: SealingKey

    public init(
        publicURL: String, timeZone: String, assets: String, templates: String, sealingKey: SealingKey
    ) {
        self.publicURL = publicURL
        self.timeZone = timeZone
        self.assets = assets
        self.templates = templates
        self.sealingKey = sealingKey
    }

    package var isSecure: Bool { publicURL.hasPrefix("https://") }

    /// `chat.example.org`, with the port if it is not the scheme's own.
    package var authority: String {
        publicURL.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first.map(String.init) ?? ""
    }
}
