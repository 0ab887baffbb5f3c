internal import Domain
internal import JSON

/// One line: a key or a token alone, a setting of an environment file, or a login as it is sold, `email----password----token`.
struct PastedLine {
    private(set) var content: Result<PastedAccount.Content, LoginFlaw> = .failure(.badToken)
    private(set) var fields: JSONValue = [:]
    /// Whose setting it is: `OPENAI` of `OPENAI_API_KEY`.
    private(set) var stem: Text?
    /// Where the keys of a setting's name are asked, if this line says that.
    private(set) var baseURL: (stem: Text, url: Text)?

    /// Lines that are longer hold no token.
    private static let longest = 32_768

    /// `text` is stripped.
    init(_ text: ArraySlice<UInt8>, kind: Provider?, at now: Timestamp) {
        guard text.count <= Self.longest else { return }
        let line = Self.withoutScheme(Text(decoding: text))
        let whole = PastedSecret(line, at: now)
        let parts = Self.parts(of: line)
        // The end of an access token may look so, too; then no part behind it says what it is.
        if parts.count > 1, !whole.isKnown || parts.dropFirst().contains(where: { PastedSecret($0, at: now).isKnown }) {
            readSold(parts, kind: kind, at: now)
        } else if !whole.isKnown, let setting = PastedSetting(line) {
            let value = Self.withoutScheme(setting.value)
            stem = setting.stem
            if setting.isBaseURL { baseURL = (setting.stem, value) }
            content =
                setting.isRefreshToken && kind == nil
                ? PastedSecret(value, at: now).content(stated: .codex)
                : PastedSecret(value, at: now).content(stated: kind, hinted: setting.provider)
        } else {
            content = whole.content(stated: kind)
        }
    }

    /// `Bearer x` and `Authorization: Bearer x`.
    private static func withoutScheme(_ line: Text) -> Text {
        var rest = line
        for word: Text in ["authorization:", "bearer "]
        where Text(Substring(rest.utf8.prefix(word.byteCount))).asciiLowercased == word {
            rest = Text(Substring(rest.utf8.dropFirst(word.byteCount))).trimmed
        }
        return rest
    }

    /// Without what people and programs write around a value: space of any kind, quotes, the comma behind it.
    static func stripped(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard bytes.count <= longest else { return bytes }
        var rest = bytes
        while let count = around.first(where: { rest.starts(with: $0) })?.count { rest = rest.dropFirst(count) }
        while let count = behind.first(where: { rest.suffix($0.count).elementsEqual($0) })?.count {
            rest = rest.dropLast(count)
        }
        return rest
    }

    private static let around: [[UInt8]] =
        [[9], [10], [11], [12], [13], [32], [34], [39], [96]]
        // A byte order mark, spaces that do not break or are as wide as a letter or as nothing, quotes as they are printed.
        + ["\u{FEFF}", "\u{A0}", "\u{3000}", "\u{200B}", "\u{201C}", "\u{201D}", "\u{2018}", "\u{2019}"].map {
            Array($0.utf8)
        }
    private static let behind = around + [[44], [59]]
}

// MARK: As it is sold

extension PastedLine {
    private static let dashes = Array("----".utf8)

    /// The password, if there is one, is read by nobody.
    private mutating func readSold(_ parts: [Text], kind: Provider?, at now: Timestamp) {
        var parts = parts
        if let first = parts.first, Self.isEmail(first) {
            fields = ["email": .string(first)]
            parts.removeFirst()
            if parts.count > 1 { parts.removeFirst() }
        }
        let secrets = Self.joined(parts).map { PastedSecret($0, at: now) }
        if kind?.hasLogin ?? true, !secrets.contains(where: { $0.provider != nil }) {
            var pair = TokenPair(access: Secret(""), refresh: Secret(""))
            for secret in secrets {
                if secret.isAccess { pair.access = Secret(secret.text.string) }
                if secret.isRefresh { pair.refresh = Secret(secret.text.string) }
            }
            pair.owner.email = fields["email"]?.text?.string ?? ""
            if !pair.access.isEmpty || !pair.refresh.isEmpty {
                content = Codex.checked(pair, at: now).content.map { $0.asking(kind) }
                return
            }
        }
        let secret = secrets.first { $0.isKnown } ?? secrets.last
        content = secret?.content(stated: kind) ?? .failure(.noKey)
    }

    private static func parts(of line: Text) -> [Text] {
        let bytes = Array(line.utf8)
        var parts: [Text] = []
        var start = 0
        while let end = bytes.firstPlace(of: dashes, from: start) {
            parts.append(Text(decoding: stripped(bytes[start..<end])))
            start = end + dashes.count
        }
        return (parts + [Text(decoding: stripped(bytes[start...]))]).filter { !$0.isEmpty }
    }

    /// The letters of an access token may themselves be four dashes.
    private static func joined(_ parts: [Text]) -> [Text] {
        var joined: [[UInt8]] = []
        var (isToken, points) = (false, 0)
        for part in parts {
            if isToken, points < 2 {
                joined[joined.count - 1] += dashes + part.utf8
            } else {
                joined.append(Array(part.utf8))
                (isToken, points) = (part.hasPrefix("eyJ"), 0)
            }
            points += part.utf8.count { $0 == UInt8(ascii: ".") }
        }
        return joined.map { Text(decoding: $0) }
    }

    private static func isEmail(_ text: Text) -> Bool {
        text.byteCount <= 320 && text.utf8.allSatisfy(\.isPrintable) && text.utf8.contains(UInt8(ascii: "@"))
    }
}

extension [UInt8] {
    fileprivate func firstPlace(of words: [UInt8], from start: Int) -> Int? {
        guard count >= words.count, start <= count - words.count else { return nil }
        return (start...(count - words.count)).first { self[$0..<($0 + words.count)].elementsEqual(words) }
    }
}
