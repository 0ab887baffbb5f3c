import Domain
import Synchronization
import Transport
import Wire

/// Carries the token of an old-style link from the redirect to the page behind it, so that no address holds it: the
/// browser gets it sealed, in a cookie that is good once and for a minute, at whichever process it comes to next.
final class ExchangeCookies: Sendable {
    private let key: SealingKey
    private let clock: any WallClock
    private let isSecure: Bool
    /// Hashes of the cookies that were taken, until they would have expired anyway. Each process knows its own.
    private let taken = Mutex<[[UInt8]: Timestamp]>([:])

    static let lifetime = Duration.seconds(60)
    private static let longestToken = 128
    private static let place = Array("cookie|exchange".utf8)

    init(key: SealingKey, clock: any WallClock, isSecure: Bool) {
        self.key = key
        self.clock = clock
        self.isSecure = isSecure
    }

    var name: String { isSecure ? "__Host-exchange" : "exchange" }

    /// The cookie's header value; nil for what cannot be a token.
    func cookie(for token: String) -> String? {
        guard !token.isEmpty, token.utf8.count <= Self.longestToken else { return nil }
        let text = "\((clock.now + Self.lifetime).milliseconds) \(token)"
        return cookie(Base64URL.encode(key.seal(Array(text.utf8), for: Self.place)), lasting: Self.lifetime)
    }

    /// The token behind a cookie, once.
    func take(_ cookies: Cookies) -> String? {
        guard let pending = pending(cookies) else { return nil }
        let now = clock.now
        let isFirst = taken.withLock { taken in
            taken = taken.filter { $0.value > now }
            return taken.updateValue(pending.expiresAt, forKey: pending.hash) == nil
        }
        return isFirst ? pending.token : nil
    }

    /// Would `take` find something?
    func isPending(_ cookies: Cookies) -> Bool {
        guard let pending = pending(cookies) else { return false }
        return taken.withLock { $0[pending.hash] == nil }
    }

    /// The header value that makes the browser forget it.
    var clearing: String { cookie("", lasting: .zero) }

    private func pending(_ cookies: Cookies) -> (token: String, expiresAt: Timestamp, hash: [UInt8])? {
        guard let sealed = cookies[Text(name)].flatMap(Base64URL.decode),
            let text = try? key.open(sealed, for: Self.place)
        else { return nil }
        let parts = String(decoding: text, as: UTF8.self).split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let milliseconds = Int64(parts[0]), milliseconds > clock.now.milliseconds else {
            return nil
        }
        return (String(parts[1]), Timestamp(milliseconds: milliseconds), SHA256.hash(sealed))
    }

    private func cookie(_ value: String, lasting span: Duration) -> String {
        "\(name)=\(value); Path=/; HttpOnly; SameSite=Lax; Max-Age=\(span.components.seconds)"
            + (isSecure ? "; Secure" : "")
    }
}
