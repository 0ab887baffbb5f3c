public import JSON

/// New API's user groups: a name that members have, to which a package can be attached. The groups that exist are the keys of the
/// option `GroupRatio`.
public enum UserGroup {
    /// Of whoever is in no other.
    public static let standard = "default"
    static let most = 100

    /// 1 to 64 characters without commas and control characters.
    public static func isValid(_ name: String) -> Bool {
        (1...64).contains(name.unicodeScalars.count)
            && !name.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F || $0 == "," }
            && User.name(name).utf8.elementsEqual(name.utf8)
    }

    /// The names in `{"default": 1, "vip": 0.8}`. Throws `invalid("value")` for what is no object of names and numbers from 0 on, and
    /// for one that has no `default`.
    public static func names(in value: JSONValue) throws(ChatError) -> [String] {
        guard let members = value.members else { throw .invalid(field: "value", .not(.object)) }
        guard members.count <= most else { throw .invalid(field: "value", .tooManyValues(most: most)) }
        for member in members {
            let name = String(member.key.string.prefix(64))
            guard isValid(member.key.string) else { throw .invalid(field: "value", .entry(name, .badGroupName)) }
            guard Ratio(member.value) != nil else { throw .invalid(field: "value", .entry(name, .notARatio)) }
        }
        guard members.contains(where: { $0.key == Text(standard) }) else {
            throw .invalid(field: "value", .entry(standard, .missing))
        }
        return members.map(\.key.string)
    }
}
