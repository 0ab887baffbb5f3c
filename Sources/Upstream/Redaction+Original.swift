package import Dialects
internal import Domain
package import JSON

extension Redaction {
    /// What is kept of an error's message, in scalars, and of each of its other words.
    private static let longestMessage = 2000
    private static let longestWord = 200
    private static let mostBytes = 8 << 10

    /// The upstream's error as its asker may read it: the asker's own words stay, the account's do not, which are keys, addresses and the
    /// names of organizations. Nil for an error that says nothing.
    package func original(_ error: ErrorBody) -> JSONValue? {
        guard !error.message.isEmpty || !error.code.isEmpty || !error.type.isEmpty else { return nil }
        return [
            "message": .string(masked(error.message, upTo: Self.longestMessage)), "type": word(error.type),
            "param": word(error.param), "code": word(error.code),
        ]
    }

    private func word(_ text: Text) -> JSONValue {
        text.isEmpty ? .null : .string(masked(text, upTo: Self.longestWord))
    }

    private func masked(_ text: Text, upTo length: Int) -> String {
        let bytes = Array(text.utf8.prefix(Self.mostBytes))
        var hidden = [Bool](repeating: false, count: bytes.count)
        hide(Array(Text(key.reveal()).trimmed.utf8), in: bytes, &hidden)
        hide(Self.authority(of: host), in: bytes, &hidden)
        hideIDs(in: bytes, &hidden)
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex { !Self.isWord($0) } ?? bytes.count
            if Self.isPrivate(bytes[start..<end]) { hidden.hide(start..<end) }
            start = end + 1
        }
        return Self.render(bytes, hidden, upTo: length)
    }

    /// Host and port of a URL.
    private static func authority(of url: String) -> [UInt8] {
        let bytes = Array(Text(url).trimmed.utf8)
        let start = bytes.firstRange(of: Array("://".utf8))?.upperBound ?? 0
        return Array(bytes[start...].prefix { $0 != UInt8(ascii: "/") })
    }

    /// What an address or a key is made of.
    private static func isWord(_ byte: UInt8) -> Bool {
        byte > 32 && byte < 127 && !"\"'`<>()[]{},;".utf8.contains(byte)
    }

    private static let beginnings = ["sk-", "org-", "proj_", "Bearer", "AIza", "xai-", "gsk_"].map { Array($0.utf8) }

    private static func isPrivate(_ word: ArraySlice<UInt8>) -> Bool {
        if word.count > 8, word.firstRange(of: Array("://".utf8)) != nil { return true }
        return word.count > 12 && beginnings.contains { word.starts(with: $0) }
    }
}

extension Prompt {
    /// Every text in it that a person, a model or a tool wrote.
    var texts: [Text] { messages.flatMap { $0.parts.flatMap(\.texts) } }
}

extension Part {
    fileprivate var texts: [Text] {
        switch self {
        case .text(let text), .refusal(let text): [text]
        case .toolCall(let call): [call.arguments]
        case .toolResult(let result): result.parts.flatMap(\.texts)
        case .reasoning(let thought): [thought.text]
        case .file(let attachment): attachment.name.map { [$0] } ?? []
        case .image, .audio, .other: []
        }
    }
}
