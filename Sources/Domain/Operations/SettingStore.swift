/// The runtime options that somebody set, by their names.
public protocol SettingStore: Sendable {
    func values() async throws(ChatError) -> [String: String]
    /// Replaces one, and makes void what is remembered of everybody's standing. Throws `invalid("value")` naming a package or a group
    /// that is not there, and `groupInUse` when members are in a group that would be gone.
    func set(_ name: String, to value: String, _ references: Setting.References) async throws(ChatError)
}
