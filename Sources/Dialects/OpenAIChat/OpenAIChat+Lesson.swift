public import Domain
public import JSON
internal import Wire

extension OpenAIChat.ErrorBody {
    /// What a refusal (400, 422) says about a field of `request` that may be left out or called otherwise. Nil when it names none:
    /// then a second try would be refused, too.
    public func lesson(for request: JSONValue) -> AccountLesson? {
        guard !isContextTooLong else { return nil }
        let words = Text("\(param) \(code) \(message)").asciiLowercased
        for field in Self.removable + (request.members ?? []).map(\.key) where request[field] != nil {
            guard Self.names(field, in: words) || Self.names(Self.other[field], in: words) else { continue }
            switch field {
            case "model", "messages": continue
            default: return .init(field.string, instead: Self.other[field]?.string)
            }
        }
        if request["stream"] == true, Self.names("streaming", in: words) { return .init("stream") }
        for role in ["system", "developer"] as [Text] where request["messages"]?.array?.first?["role"]?.text == role {
            if Self.names(role, in: words) { return .init(role.string, instead: "user") }
        }
        return nil
    }

    /// `stream_options` before `stream`, which is a part of its name.
    private static let removable: [Text] = ["stream_options", "stream", "max_tokens", "max_completion_tokens"]

    /// Two names for one thing.
    private static let other: [Text: Text] = [
        "max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens",
    ]

    /// Whether the name stands in the words by itself: not inside a longer one.
    private static func names(_ field: Text?, in words: Text) -> Bool {
        guard let field else { return false }
        let name = Array(field.asciiLowercased.utf8)
        var rest = Array(words.utf8)[...]
        while let found = rest.firstRange(of: name) {
            let before = found.lowerBound > rest.startIndex ? rest[found.lowerBound - 1] : 32
            let after = found.upperBound < rest.endIndex ? rest[found.upperBound] : 32
            if !isPart(before), !isPart(after) { return true }
            rest = rest[found.upperBound...]
        }
        return false
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (48...57).contains(byte) || (97...122).contains(byte)
    }
}
