internal import JSON

/// What the site is called, its logo, and what its administrators have to say to everybody who is signed in.
public struct SiteLook: Sendable, Equatable {
    public var name = SiteLook.usualName
    /// Nil: the product's own sign.
    public var logo: Key<SitePicture>?
    /// Markdown; empty for none.
    public var notice = ""

    public init() {}

    /// Of all options that somebody set. What was written into the database by hand may be anything: it counts as not set.
    init(_ values: [String: String]) {
        if let name = values[Setting.systemName.name], !name.isEmpty { self.name = name }
        logo = Setting.logoPicture(values)
        notice = values[Setting.notice.name] ?? ""
    }

    public static let usualName = "ChatMirror"
    /// In characters.
    public static let longestName = 64
    public static let longestNotice = 8000

    public static func logoAddress(_ picture: Key<SitePicture>) -> String { logoFolder + picture.text }

    static let logoFolder = "/logo/"
}

/// The look of the site: shown to everybody, set by root administrators.
public struct SiteLooks: Sendable {
    private let settings: any SettingStore
    private let pictures: any SitePictureStore
    private let trail: AuditTrail

    public init(settings: any SettingStore, pictures: any SitePictureStore, trail: AuditTrail) {
        self.settings = settings
        self.pictures = pictures
        self.trail = trail
    }

    public func read() async throws(ChatError) -> SiteLook { SiteLook(try await settings.values()) }

    /// The same for a page, which is shown whether the store is there or not.
    public func shown() async -> SiteLook { (try? await read()) ?? SiteLook() }

    /// The address of the new logo, empty for none. Throws `forbidden` unless a root administrator asks.
    public func setLogo(_ picture: SitePicture?, by actor: Actor) async throws(ChatError) -> String {
        guard actor.role == .root else { throw .forbidden }
        let (former, latter) = try await pictures.setLogo(picture)
        if let change = AuditChange.of(["value": .string(former)], into: ["value": .string(latter)]) {
            await trail.note(.settingChanged, by: actor, on: AuditObject(.setting, 0, name: Setting.logo.name), change)
        }
        return latter
    }

    /// The logo, which everybody may see; any other picture, and a former logo, throws `notFound`.
    public func logo(_ id: Key<SitePicture>) async throws(ChatError) -> SitePicture {
        guard try await read().logo == id else { throw .notFound }
        return try await pictures.find(id)
    }
}
