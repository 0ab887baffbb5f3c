internal import JSON

/// Runtime options: read and set by root administrators.
public struct Settings: Sendable {
    private let store: any SettingStore
    private let trail: AuditTrail

    public init(_ store: any SettingStore, trail: AuditTrail) {
        self.store = store
        self.trail = trail
    }

    /// Names and lengths that others may store beside ours.
    private static let (longestName, longestValue, most) = (128, 60_000, 500)

    /// Every option by its name: those that are known here, set or not, and others that were stored; none that holds a secret.
    public func list() async throws(ChatError) -> [(name: String, value: String)] {
        var values = try await store.values()
        for setting in Setting.all where values[setting.name] == nil { values[setting.name] = setting.standard }
        return values.filter { !Self.isSecret($0.key) }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The names of the groups that members can be in.
    public func groups() async throws(ChatError) -> [String] {
        try Setting.groups(try await store.values())
    }

    /// Checks the value first: one that is refused changes nothing. An option that is not known here is stored as it is. Throws
    /// `forbidden` unless a root administrator asks, `invalid`, `groupInUse`.
    public func set(_ name: String, to value: String, by actor: Actor) async throws(ChatError) {
        guard actor.role == .root else { throw .forbidden }
        guard (1...Self.longestName).contains(name.utf8.count), name.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw .invalid(field: "key", .length(1...Self.longestName)) }
        // Such a value would have to be sealed by what knows it.
        guard !Self.isSecret(name) else { throw .invalid(field: "key", .unknown) }
        guard value.utf8.count <= Self.longestValue else {
            throw .invalid(field: "value", .longerThan(Self.longestValue, .bytes))
        }
        let setting = Setting.all.first { $0.name == name }
        let references = try setting?.check(value) ?? Setting.References()
        let former = try await store.values()
        guard setting != nil || former[name] != nil || former.count < Self.most else {
            throw .invalid(field: "key", .tooManyValues(most: Self.most))
        }
        try await store.set(name, to: value, references)
        let before = former[name] ?? setting?.standard ?? ""
        if let change = AuditChange.of(["value": .string(before)], into: ["value": .string(value)]) {
            await trail.note(.settingChanged, by: actor, on: AuditObject(.setting, 0, name: name), change)
        }
    }

    /// As New API tells the names of secrets.
    private static func isSecret(_ name: String) -> Bool {
        ["Token", "Secret", "Key", "secret", "api_key"].contains {
            name.utf8.reversed().starts(with: $0.utf8.reversed())
        }
    }
}
