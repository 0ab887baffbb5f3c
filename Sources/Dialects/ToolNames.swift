internal import Domain
internal import JSON

extension Text {
    /// The name of a tool as OpenAI takes it: 1 to 64 of a-z, A-Z, 0-9, _ and -. Another one is cut, and ends with its hash (FNV-1a, 64
    /// bits, of which 48 are said), so that two have the same name no more than before.
    var openAIToolName: Text {
        guard byteCount > Self.longestToolName || !utf8.allSatisfy(\.isPartOfToolName) || isEmpty else { return self }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(hash >> 16, radix: 16)
        let kept = utf8.prefix(Self.longestToolName - 13).map { $0.isPartOfToolName ? $0 : UInt8(ascii: "_") }
        return Text(
            decoding: kept + [UInt8(ascii: "_")] + String(repeating: "0", count: 12 - digits.utf8.count).utf8
                + digits.utf8)
    }

    static let longestToolName = 64
}

extension UInt8 {
    var isPartOfToolName: Bool {
        self == UInt8(ascii: "_") || self == UInt8(ascii: "-") || (48...57).contains(self)
            || (97...122).contains(asciiLowercased)
    }
}

// MARK: Free text

extension CustomTool {
    /// The function that stands for a free-text tool where there are functions alone: its one argument `input` is the text.
    var asFunction: FunctionTool {
        FunctionTool(
            name, description: told.isEmpty ? nil : told,
            parameters: [
                "type": "object", "properties": ["input": ["type": "string"]], "required": ["input"],
            ])
    }

    /// The description, and the grammar in words.
    private var told: Text {
        let grammar = format?["grammar"] ?? format
        guard let definition = grammar?["definition"]?.text else { return description ?? "" }
        let syntax = grammar?["syntax"]?.text ?? "following"
        let words = "The input must follow this \(syntax) grammar:\n\(definition)"
        return description.map { "\($0)\n\n\(words)" } ?? Text(words)
    }
}

extension ToolCall {
    /// The call of the tool as it is called upstream.
    func named(_ rename: (Text) -> Text) -> ToolCall {
        ToolCall(kind, id: id, name: rename(name), arguments: arguments, opaque: opaque)
    }

    /// The call of the function that stands for a free-text tool.
    var asFunction: ToolCall {
        guard kind == .custom else { return self }
        let input: JSONValue = ["input": .string(arguments)]
        return ToolCall(id: id, name: name, arguments: Text(input.serialized), opaque: opaque)
    }
}
