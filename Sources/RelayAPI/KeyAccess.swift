internal import Dialects
internal import Domain
internal import HTTP
internal import JSON
internal import Transport
internal import Web
internal import Wire

/// Finds out whose key a call comes with, and whether it may come from there.
struct KeyAccess: Sendable {
    let standings: Standings

    /// Throws 401 for a call without a key that works, 403 for one that may not come from its address or whose owner is disabled.
    func standing(of call: Call) async throws(RelayRefusal) -> Standing {
        guard let key = Self.key(in: call.request.headers) else {
            throw RelayRefusal(
                401, "You didn't provide an API key. Send it in the Authorization header: Bearer sk-….",
                code: "invalid_api_key")
        }
        let standing: Standing
        do throws(ChatError) {
            standing = try await standings.standing(of: SHA256.hash(Array(key.utf8)))
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
        guard standing.key.mayBeUsed(from: call.request.remoteAddress) else {
            throw RelayRefusal(
                403, "This API key may not be used from your network address.", code: "address_not_allowed")
        }
        return standing
    }

    /// Without `sk-` and what some put behind a second hyphen. Nil when none was sent.
    static func key(in headers: Headers) -> Text? {
        var text: Text?
        if let authorization = headers["authorization"] {
            let trimmed = authorization.trimmed
            let hasScheme =
                trimmed.byteCount > 7 && Text(decoding: Array(trimmed.utf8.prefix(7))).asciiLowercased == "bearer "
            text = hasScheme ? Text(decoding: Array(trimmed.utf8.dropFirst(7))).trimmed : trimmed
        } else {
            text = headers["x-api-key"]?.trimmed
        }
        guard var text, !text.isEmpty, text.byteCount <= 256 else { return nil }
        if text.hasPrefix("sk-") { text = Text(decoding: Array(text.utf8.dropFirst(3))) }
        return text.split(separator: UInt8(ascii: "-")).first
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
