internal import Dialects
internal import Domain
internal import HTTP
internal import JSON
internal import Transport
internal import Web
internal import Wire

/// Finds out who asks, and what he may use.
protocol CallerAccess: Sendable {
    /// Throws for one who may not ask.
    func standing(of call: Call) async throws(RelayRefusal) -> Standing
}

/// Finds out whose key a call comes with, and whether it may come from there.
struct KeyAccess: CallerAccess {
    let standings: Standings

    /// Throws 401 for a call without a key that works, 403 for one that may not come from its address or whose owner is disabled.
    func standing(of call: Call) async throws(RelayRefusal) -> Standing {
        try await standing(of: call, by: standings.standing(of:))
    }

    /// The key itself, as it is stored now, also where it has expired. Throws as above.
    func key(of call: Call) async throws(RelayRefusal) -> APIKey {
        guard let key = try await standing(of: call, by: standings.bearer(of:)).key else {
            throw RelayRefusal(.unauthorized)
        }
        return key
    }

    private func standing(
        of call: Call, by find: ([UInt8]) async throws(ChatError) -> Standing
    ) async throws(RelayRefusal) -> Standing {
        guard let key = Self.key(in: call.request) else {
            throw RelayRefusal(
                401, "You didn't provide an API key. Send it in the Authorization header: Bearer sk-….",
                code: "invalid_api_key")
        }
        let standing: Standing
        do throws(ChatError) {
            guard key.byteCount <= Self.longestKey else { throw .unauthorized }
            standing = try await find(SHA256.hash(Array(key.utf8)))
        } catch {
            switch error {
            case .unauthorized:
                throw RelayRefusal(
                    401, "The API key is unknown, expired or switched off.", code: "invalid_api_key")
            case .forbidden:
                throw RelayRefusal(403, "The owner of this API key is disabled.", code: "account_disabled")
            default: throw RelayRefusal(error)
            }
        }
        guard standing.key?.mayBeUsed(from: call.request.remoteAddress) != false else {
            throw RelayRefusal(
                403, "This API key may not be used from your network address.", code: "address_not_allowed")
        }
        return standing
    }

    private static let longestKey = 256

    /// Without `sk-` and what some put behind a second hyphen. Nil when none was sent.
    ///
    /// Of the places that hold a key the first counts, and no other is looked at: `Authorization`, `x-api-key`, `x-goog-api-key`, `?key=`,
    /// and the sub-protocols that a WebSocket of a page offers, as pages can send no header.
    /// Programs have keys of several services at hand and send what they have (Claude Code sends two), so several are no mistake; and
    /// a key that was revoked must not work because of another one beside it.
    static func key(in request: Request) -> Text? {
        let (headers, items) = (request.headers, request.items)
        let places = [
            headers["authorization"].map(withoutScheme), headers["x-api-key"], headers["x-goog-api-key"], items["key"],
            subprotocol(in: headers),
        ]
        guard var key = places.firstNonNil({ $0.map(\.trimmed).flatMap(candidate) }) else { return nil }
        if key.hasPrefix("sk-") { key = Text(decoding: Array(key.utf8.dropFirst(3))) }
        return key.before(UInt8(ascii: "-"))
    }

    private static func subprotocol(in headers: Headers) -> Text? {
        let start: Text = "openai-insecure-api-key."
        let names = headers.all("sec-websocket-protocol").flatMap { $0.split(separator: UInt8(ascii: ",")) }
        return names.map(\.trimmed).first { $0.hasPrefix(start) }
            .map { Text(Substring($0.utf8.dropFirst(start.byteCount))) }
    }

    private static func withoutScheme(_ authorization: Text) -> Text {
        let scheme: Text = "bearer "
        let text = authorization.trimmed
        let start = Text(Substring(text.utf8.prefix(scheme.byteCount))).asciiLowercased
        return start == scheme ? Text(Substring(text.utf8.dropFirst(scheme.byteCount))) : text
    }

    /// What has a blank in it is another scheme's: a proxy in front may ask for a password of its own (`Basic …`).
    private static func candidate(_ text: Text) -> Text? {
        text.isEmpty || text.asciiLowercased == "bearer" || text.utf8.contains(32) ? nil : text
    }
}

extension APIKey {
    /// Addresses and networks that cannot be read allow nothing.
    fileprivate func mayBeUsed(from address: String) -> Bool {
        guard !addresses.isEmpty else { return true }
        guard let address = IPAddress(address) else { return false }
        return addresses.contains { CIDR($0)?.contains(address) ?? (IPAddress($0) == address) }
    }
}
