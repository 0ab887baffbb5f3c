internal import Dialects
internal import Domain
public import HTTP
internal import JSON
internal import Wire

/// Where a refresh token buys the next pair (RFC 6749, §6; codex.md §2.2).
public struct TokenEndpoint: Sendable {
    let client: HTTPClient
    let settings: CodexSettings

    static let timeouts = ClientTimeouts(firstByte: .seconds(30), idle: .seconds(15), total: .seconds(45))
    static let longestAnswer = 256 << 10

    public init(client: HTTPClient, settings: CodexSettings) {
        self.client = client
        self.settings = settings
    }

    enum Answer: Sendable {
        case renewed(TokenPair)
        /// The token is good for nothing any more, in the other side's word for it.
        case refused(String)
        /// The upstream wants a person.
        case challenged(String)
        /// It may have been spent, or not; in words for an administrator, in which no token is.
        case failed(String)
    }

    /// Asks for the pair that comes after `pair`. `now`: when its life begins.
    func renew(_ pair: TokenPair, of account: Account, at now: Timestamp) async -> Answer {
        if pair.refresh.isEmpty { return await renewSession(pair, of: account, at: now) }
        let url = account.options.login.tokenURL.isEmpty ? settings.tokenURL : account.options.login.tokenURL
        var request = ClientRequest(
            .post, url, headers: ["Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"],
            body: Array(form(pair, of: account).utf8), pool: "account \(account.id)", proxy: account.proxy,
            timeouts: Self.timeouts)
        request.answerLimit = Self.longestAnswer
        do throws(ClientError) {
            return try await client.send(request, after: {}) { response throws(ClientError) in
                Self.answer(response.status, try await response.collect(upTo: Self.longestAnswer), to: pair, at: now)
            }
        } catch {
            return .failed(Self.words(for: error))
        }
    }

    private func form(_ pair: TokenPair, of account: Account) -> String {
        let named = account.options.login.client
        let client = !named.isEmpty ? named : !pair.client.isEmpty ? pair.client : settings.client
        let fields = [
            ("grant_type", "refresh_token"), ("client_id", client), ("refresh_token", pair.refresh.reveal()),
            ("scope", settings.scope),
        ]
        return fields.filter { !$0.1.isEmpty }.map { "\($0)=\(Text($1).pathSegment)" }.joined(separator: "&")
    }

    private static func answer(_ status: Int, _ body: [UInt8], to pair: TokenPair, at now: Timestamp) -> Answer {
        let json = (try? JSONValue(parsing: body, duplicates: .keepFirst)) ?? .null
        if (200..<300).contains(status), let access = token("access_token", in: json) {
            var next = pair
            next.access = Secret(access)
            if let refresh = token("refresh_token", in: json) { next.refresh = Secret(refresh) }
            if let identity = token("id_token", in: json) { next.identity = Secret(identity) }
            (next.issuedAt, next.expiresAt) = (now, nil)
            next = next.withClaims
            if let seconds = json["expires_in"]?.integer, (1...31_622_400).contains(seconds) {
                (next.issuedAt, next.expiresAt) = (now, now + .seconds(seconds))
            }
            return .renewed(next)
        }
        let code = code(in: json)
        // A number of its own says more than a code inside a 200 or a 5xx.
        if [400, 401, 403].contains(status) || status == 200, permanent.contains(code) { return .refused(code) }
        return .failed(code.isEmpty ? "HTTP \(status)" : "HTTP \(status): \(code)")
    }

    /// After these only a person can sign in again.
    private static let permanent: Set<String> = [
        "refresh_token_expired", "refresh_token_invalidated", "refresh_token_reused", "invalid_grant", "token_expired",
        "app_session_terminated",
    ]

    /// It becomes part of a head.
    private static func token(_ name: Text, in json: JSONValue) -> String? {
        guard let text = json[name]?.text?.trimmed, (1...8192).contains(text.byteCount),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        return text.string
    }

    /// `{"error": {"code"}}` or `{"error": "…"}`. A word, never a sentence, in which a token could be quoted.
    private static func code(in json: JSONValue) -> String {
        let error = json["error"]
        let words = [error?["code"]?.text, error?.text, json["code"]?.text, error?["type"]?.text]
        let word = words.lazy.compactMap(\.self).first { !$0.isEmpty } ?? ""
        let isWord = word.byteCount <= 64 && word.utf8.allSatisfy { (97...122).contains($0) || $0 == 95 }
        return isWord ? word.string : ""
    }

    static func words(for error: ClientError) -> String {
        switch error {
        case .refusedAddress(let address): "the address \(address) is private; see upstream.allow_private"
        case .invalid(let reason), .unreachable(let reason): reason
        case .tls(let reason): "TLS: \(reason)"
        case .timedOut: "no answer in time"
        case .cancelled: "cancelled"
        case .tooLarge, .malformed: "an answer that cannot be read"
        case .disconnected: "the connection broke"
        }
    }
}
