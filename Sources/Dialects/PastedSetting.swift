internal import Domain
internal import JSON

/// A line `NAME=value` of an environment file.
struct PastedSetting {
    let value: Text
    /// Whose it is: the name without what it says of it.
    let stem: Text
    let isBaseURL: Bool
    let isRefreshToken: Bool

    /// Nil for a line that is none. `export` may stand before it, quotes around the value, and a remark behind it.
    init?(_ line: Text) {
        var name = line.before(UInt8(ascii: "="))
        guard name.byteCount < line.byteCount else { return nil }
        let rest = Text(Substring(line.utf8.dropFirst(name.byteCount + 1)))
        name = name.trimmed
        if name.hasPrefix("export ") { name = Text(Substring(name.utf8.dropFirst(7))).trimmed }
        guard (1...64).contains(name.byteCount), name.utf8.allSatisfy(Self.isPartOfName) else { return nil }
        value = Self.value(of: rest.trimmed)
        // What looks like a name before the signs at the end of a token is a part of it.
        guard value.utf8.contains(where: { $0 != UInt8(ascii: "=") }) else { return nil }
        let words = Self.upper(name)
        isRefreshToken = words.hasSuffix("REFRESH_TOKEN")
        let place = Self.places.first { words.hasSuffix($0) }
        isBaseURL = place != nil
        let end = place ?? Self.ends.first { words.hasSuffix($0) } ?? ""
        stem = Text(Substring(words.utf8.dropLast(end.byteCount)))
    }

    /// Whose keys have such a name.
    var provider: Provider? { Self.names[stem].flatMap { Provider(rawValue: $0) } }

    private static func isPartOfName(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...122).contains(byte | 0x20) || byte == UInt8(ascii: "_")
    }

    private static func value(of text: Text) -> Text {
        guard let first = text.utf8.first, !"\"'".utf8.contains(first) else {
            return Text(
                decoding: PastedLine.stripped(Array(text.utf8.dropFirst().prefix { $0 != text.utf8.first })[...]))
        }
        return Text(decoding: PastedLine.stripped(Array(text.utf8.prefix { $0 != 32 && $0 != 9 })[...]))
    }

    /// In capitals, without a number at the end: `OPENAI_API_KEY_2` is another of the same.
    private static func upper(_ name: Text) -> Text {
        var bytes = name.utf8.map { (97...122).contains($0) ? $0 & 0xDF : $0 }
        while let last = bytes.last, (48...57).contains(last) || last == UInt8(ascii: "_") { bytes.removeLast() }
        return Text(decoding: bytes)
    }

    /// The longer first.
    private static let places: [Text] = ["_API_BASE_URL", "_BASE_URL", "_API_BASE", "_API_URL", "_ENDPOINT"]
    private static let ends: [Text] = [
        "_API_KEY", "_APIKEY", "_REFRESH_TOKEN", "_ACCESS_TOKEN", "_AUTH_TOKEN", "_API_TOKEN", "_KEY", "_TOKEN",
    ]
    private static let names: [Text: Int] = [
        "OPENAI": 1, "AZURE_OPENAI": 3, "ANTHROPIC": 14, "CLAUDE": 14, "DASHSCOPE": 17, "QWEN": 17, "OPENROUTER": 20,
        "GEMINI": 24, "GOOGLE": 24, "GOOGLE_GENERATIVE_AI": 24, "MOONSHOT": 25, "KIMI": 25, "ZHIPU": 26, "ZHIPUAI": 26,
        "MINIMAX": 35, "SILICONFLOW": 40, "MISTRAL": 42, "DEEPSEEK": 43, "ARK": 45, "XAI": 48, "GROK": 48,
    ]
}

/// What the settings of an environment file say of one another.
struct PastedEnvironment {
    /// By their place among the accounts.
    private var stems: [Int: Text] = [:]
    private var bases: [Text: Text] = [:]

    mutating func note(_ stem: Text, of account: Int) { stems[account] = stem }

    /// False for a second address of one name: whose it would be is not said.
    mutating func note(_ base: (stem: Text, url: Text)) -> Bool {
        guard bases[base.stem] == nil || bases[base.stem] == base.url else { return false }
        bases[base.stem] = base.url
        return true
    }

    func complete(_ accounts: inout [PastedAccount]) {
        guard !bases.isEmpty else { return }
        for (place, stem) in stems {
            guard let base = bases[stem], accounts.indices.contains(place) else { continue }
            accounts[place].fields["base_url"] = .string(base)
        }
    }
}
