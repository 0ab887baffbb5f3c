public import Domain
public import JSON
internal import Wire

/// The session of ChatGPT's own page, which is a cookie (mirror.md §A2, §B3).
extension ChatGPTWeb {
    /// A long one is cut into several, whose names end with `.0`, `.1`, ….
    static let cookie: Text = "__Secure-next-auth.session-token"
    private static let piece = 3900
    private static let longest = 16_384

    /// The session in what somebody pasted: the cookie alone, a line of cookies, the list of a browser's extension, or the page's own answer
    /// about its session. Nil where there is none; throws for one that cannot be used.
    public static func session(in pasted: Text, at now: Timestamp) throws(LoginFlaw) -> TokenPair? {
        let text = pasted.trimmed
        var pair = TokenPair(access: Secret(""), refresh: Secret(""))
        if let json = try? JSONValue(parsing: text.utf8, duplicates: .keepFirst), json.text == nil {
            let cookies = (json.array ?? []).compactMap { item -> (Text, Text)? in
                guard let name = item["name"]?.text, let value = item["value"]?.text else { return nil }
                return (name, value)
            }
            guard let session = json["sessionToken"]?.text ?? value(in: cookies), !session.isEmpty else { return nil }
            pair.session = Secret(session.string)
            pair.access = Secret(json["accessToken"]?.text?.string ?? "")
        } else {
            let cookies = cookies(in: text)
            guard let session = value(in: cookies) else {
                // An empty one is not taken for a token.
                guard !cookies.contains(where: { $0.0.hasPrefix(cookie) }) else { throw .notALogin }
                return nil
            }
            pair.session = Secret(session.string)
        }
        guard pair.session.reveal().utf8.count <= longest, pair.session.reveal().utf8.allSatisfy(\.isCookieByte) else {
            throw .badToken
        }
        pair.version = max(1, now.milliseconds)
        return pair.withClaims
    }

    /// As a request carries it.
    public static func cookies(of session: Secret) -> Text {
        let bytes = Array(session.reveal().utf8)
        guard bytes.count > piece else { return "\(cookie)=\(Text(decoding: bytes))" }
        let pieces = stride(from: 0, to: bytes.count, by: piece).enumerated().map { place, start in
            "\(cookie).\(place)=\(Text(decoding: bytes[start..<min(start + piece, bytes.count)]))"
        }
        return Text(pieces.joined(separator: "; "))
    }

    /// The cookie that takes the place of the one that was sent, where an answer sets it; empty: it takes the cookie away.
    static func replaced(in setCookies: [Text]) -> Text? {
        let set = setCookies.compactMap { $0.split(separator: UInt8(ascii: ";")).first.flatMap(Self.pair) }
        guard let value = value(in: set), value.byteCount <= longest, value.utf8.allSatisfy(\.isCookieByte) else {
            return nil
        }
        return value
    }

    private static func cookies(in line: Text) -> [(Text, Text)] {
        let text = line.asciiLowercased.hasPrefix("cookie:") ? Text(decoding: line.utf8.dropFirst(7)) : line
        return text.split(separator: UInt8(ascii: ";")).compactMap(pair)
    }

    private static func pair(_ text: Text) -> (Text, Text)? {
        let bytes = text.trimmed.utf8
        guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        return (Text(decoding: bytes[..<equals]), Text(decoding: bytes[bytes.index(after: equals)...]))
    }

    /// The session among cookies, whole or in pieces.
    private static func value(in cookies: [(name: Text, value: Text)]) -> Text? {
        if let whole = cookies.first(where: { $0.name == cookie }), !whole.value.isEmpty { return whole.value }
        var bytes: [UInt8] = []
        for place in 0..<8 {
            guard let piece = cookies.first(where: { $0.name == "\(cookie).\(place)" }) else { break }
            bytes += piece.value.utf8
        }
        return bytes.isEmpty ? nil : Text(decoding: bytes)
    }
}

// MARK: Asking

extension ChatGPTWeb {
    /// What the page's own address for its session says.
    public enum SessionAnswer: Sendable {
        case renewed(TokenPair)
        /// Nobody is signed in with this cookie.
        case ended
        /// The upstream wants a person.
        case challenged(String)
        case failed(String)
    }

    /// `pair` is what was asked with; `setCookies` are those of the answer.
    public static func sessionAnswer(
        _ status: Int, _ body: [UInt8], _ setCookies: [Text], to pair: TokenPair, at now: Timestamp
    ) -> SessionAnswer {
        if body.first(where: { $0 > 32 }) == UInt8(ascii: "<") { return .challenged(wantsBrowser + " (a page)") }
        if status == 401 { return .ended }
        guard status == 200 else { return .failed("HTTP \(status)") }
        guard let json = try? JSONValue(parsing: body, duplicates: .keepFirst), json.members != nil || json.isNull
        else {
            return .failed("an answer that cannot be read")
        }
        guard let access = json["accessToken"]?.text, json["error"]?.text?.isEmpty ?? true else { return .ended }
        guard (1...8192).contains(access.byteCount), access.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return .failed("an access token that cannot be sent")
        }
        var next = pair
        next.access = Secret(access.string)
        if let session = replaced(in: setCookies) { next.session = Secret(session.string) }
        (next.issuedAt, next.expiresAt) = (now, json["expires"]?.text.flatMap { Timestamp(iso: $0.string) })
        if let email = json["user"]?["email"]?.text { next.owner.email = email.string }
        return .renewed(next.withClaims)
    }
}

extension UInt8 {
    /// Of a cookie's value (RFC 6265, §4.1.1).
    fileprivate var isCookieByte: Bool {
        (0x21...0x7E).contains(self)
            && ![UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\\")]
                .contains(self)
    }
}
