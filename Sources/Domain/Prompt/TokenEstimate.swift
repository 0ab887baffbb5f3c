import JSON

/// Roughly how many tokens something comes to, where nobody has counted: a character of Chinese, Japanese, Korean or a picture
/// character is one, of all else four bytes are.
public struct TokenEstimate: Sendable {
    /// Bytes of which four are one.
    private var bytes = 0
    private var whole = 0

    public init() {}

    public var tokens: Int { whole + bytes / 4 }

    public mutating func add(_ text: String) { add(utf8: text.utf8) }

    mutating func add(utf8 text: some Sequence<UInt8>) {
        for byte in text {
            // Characters of three and four bytes begin so; the bytes that follow are no characters of their own.
            if byte >= 0xE0 {
                whole += 1
            } else if byte < 0x80 {
                bytes += 1
            } else if byte >= 0xC0 {
                bytes += 2
            }
        }
    }

    mutating func add(_ event: ReplyEvent) {
        switch event {
        case .text(let text), .reasoning(let text), .refusal(let text), .toolArguments(_, let text): add(text)
        case .toolCall(let call): add(call.name)
        case .image: addMedium()
        case .opaque, .toolStep, .source, .usage, .findings: break
        }
    }

    fileprivate mutating func add(_ text: Text) { add(text.string) }

    /// As it is written, without blanks.
    mutating func add(_ value: JSONValue) {
        switch value {
        case .null, .bool: bytes += 4
        case .number(let text): bytes += text.utf8.count
        case .string(let text):
            bytes += 2
            add(text)
        case .array(let elements):
            bytes += 1 + elements.count
            for element in elements { add(element) }
        case .object(let members):
            bytes += 1 + 4 * members.count
            for member in members {
                add(member.key)
                add(member.value)
            }
        }
    }

    /// Of a picture, a sound or a file that is no text: what providers count depends on its size and on the model.
    mutating func addMedium() { whole += Self.ofMedium }

    static let ofMedium = 1000
}

extension Prompt {
    /// Roughly how many tokens it is for a model, its tools included: at least one.
    public var estimatedTokens: Int {
        var estimate = TokenEstimate()
        for message in messages { for part in message.parts { estimate.add(part) } }
        for tool in tools { estimate.add(tool) }
        if case .jsonSchema(let answer)? = format { estimate.add(answer.schema ?? .null) }
        return max(1, estimate.tokens)
    }
}

extension TokenEstimate {
    fileprivate mutating func add(_ part: Part) {
        switch part {
        case .text(let text), .refusal(let text): add(text)
        case .image, .audio: addMedium()
        case .file(let file): add(file.source)
        case .toolCall(let call):
            add(call.name)
            add(call.arguments)
        case .toolResult(let result): for part in result.parts { add(part) }
        case .reasoning(let thought): add(thought.text)
        case .other(let value, _): add(value)
        }
    }

    /// A text in base64 has four bytes for three of its own.
    private mutating func add(_ source: MediaSource) {
        if case .url(let url) = source, url.hasPrefix("data:text/") {
            bytes += url.byteCount / 4 * 3
        } else {
            addMedium()
        }
    }

    fileprivate mutating func add(_ tool: Tool) {
        switch tool {
        case .function(let function):
            add(function.name)
            add(function.description ?? "")
            add(function.parameters ?? .null)
        case .custom(let tool):
            add(tool.name)
            add(tool.description ?? "")
            add(tool.format ?? .null)
        case .webSearch: break
        case .other(let value, _): add(value)
        }
    }
}
