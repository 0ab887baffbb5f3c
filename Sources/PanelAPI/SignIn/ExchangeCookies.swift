package import Domain
import JSON
package import Transport
package import Web
package import Wire

/// Carries the token of an old-style link from the redirect to the page behind it, so that no address holds it: the
/// browser gets it sealed, in a cookie that is good once and for a minute, at whichever process it comes to next.
package struct ExchangeCookies: Sendable {
    let key: SealingKey
    let used: any UsedTokens
    let clock: any WallClock
    let cookie: HostCookie

    package init(key: SealingKey, used: any UsedTokens, clock: any WallClock, cookie: HostCookie) {
        self.key = key
        self.used = used
        self.clock = clock
        self.cookie = cookie
    }

    static let lifetime = Duration.seconds(60)
    private static let longestToken = 128
    /// More than the longest token sealed.
    private static let longestCookie = 512
    private static let place = Array("cookie|exchange".utf8)

    /// A token that came back.
    private struct Pending {
        let token: String
        let expiresAt: Timestamp
        let hash: [UInt8]
    }

    /// The cookie's header value; nil for what cannot be a token.
    package func header(for token: String) -> String? {
        guard !token.isEmpty, token.utf8.count <= Self.longestToken else { return nil }
        let text = "\((clock.now + Self.lifetime).milliseconds) \(token)"
        return cookie.header(Base64URL.encode(key.seal(Array(text.utf8), for: Self.place)), lasting: Self.lifetime)
    }

    /// The token behind the first cookie that is good, once.
    func take(_ cookies: Cookies) async throws(ChatError) -> String? {
        for pending in pending(cookies) where try await used.use(pending.hash, until: pending.expiresAt) {
            return pending.token
        }
        return nil
    }

    /// Would `take` find something?
    package func isPending(_ cookies: Cookies) async throws(ChatError) -> Bool {
        for pending in pending(cookies) where try await !used.isUsed(pending.hash) { return true }
        return false
    }

    private func pending(_ cookies: Cookies) -> [Pending] {
        cookie.values(in: cookies, upTo: Self.longestCookie).compactMap(pending)
    }

    private func pending(_ value: Text) -> Pending? {
        guard let sealed = Base64URL.decode(value), let text = try? key.open(sealed, for: Self.place) else {
            return nil
        }
        let parts = text.split(separator: UInt8(ascii: " "), maxSplits: 1)
        guard parts.count == 2, let milliseconds = Int64(String(decoding: parts[0], as: UTF8.self)),
            milliseconds > clock.now.milliseconds
        else { return nil }
        return Pending(
            token: String(decoding: parts[1], as: UTF8.self), expiresAt: Timestamp(milliseconds: milliseconds),
            hash: SHA256.hash(sealed))
    }
}
