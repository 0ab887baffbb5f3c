internal import Domain
internal import JSON

/// What several formats need of a prompt to write it.
extension Prompt {
    /// The system prompts that the conversation begins with.
    var leadingSystem: ArraySlice<Message> {
        messages.prefix { $0.role == .system || $0.role == .developer }
    }
}

extension Text {
    /// A system prompt in the middle of a conversation, where a user has to speak it.
    var asSystemReminder: Text { "<system>\(self)</system>" }
}

extension ToolCall {
    /// The arguments as an object; nil when they are none.
    var argumentsObject: JSONValue? {
        guard !arguments.trimmed.isEmpty else { return [:] }
        guard let json = try? JSONValue(parsing: arguments.utf8, duplicates: .keepFirst), json.members != nil else {
            return nil
        }
        return json
    }
}

extension JSONValue {
    /// 1 and not 1.0, which some take for no number.
    static func decimal(_ number: Double) -> JSONValue {
        Int64(exactly: number).map { .integer($0) } ?? .double(number)
    }
}
