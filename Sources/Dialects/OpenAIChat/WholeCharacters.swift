internal import JSON

/// Joins the halves of characters in events that go back as they came: what stands for a half must not leave this process.
struct WholeCharacters: Sendable {
    /// One for each name of a member: a character is cut within one text.
    private var joiners: [Text: CharacterJoiner] = [:]
    /// Whether there was a half before, whose other one may follow.
    private var isNeeded = false

    mutating func joined(_ value: JSONValue, hasHalves: Bool) -> JSONValue {
        isNeeded = isNeeded || hasHalves
        return isNeeded ? joined(value, under: "", hasHalves) : value
    }

    private mutating func joined(_ value: JSONValue, under name: Text, _ hasHalves: Bool) -> JSONValue {
        switch value {
        case .string(let text):
            return .string(joiners[name, default: CharacterJoiner()].join(text, hasHalves: hasHalves))
        case .array(let elements): return .array(elements.map { joined($0, under: name, hasHalves) })
        case .object(let members):
            return .object(members.map { .init($0.key, joined($0.value, under: $0.key, hasHalves)) })
        case .null, .bool, .number: return value
        }
    }
}
