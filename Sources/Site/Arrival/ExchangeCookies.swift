import Domain
import Synchronization
import Transport
import Wire

/// Carries the token of an old-style link from the redirect to the page behind it, so that no address holds it:
/// the browser gets a random id, good once and for a minute.
final class ExchangeCookies: Sendable {
    private let clock: any WallClock
    private let isSecure: Bool
    private let pending = Mutex<[String: Pending]>([:])

    static let lifetime = Duration.seconds(60)
    /// Anybody may make one; the oldest gives way.
    static let mostPending = 1000
    private static let longestToken = 128

    private struct Pending {
        let token: String
        let expiresAt: Timestamp
    }

    init(clock: any WallClock, isSecure: Bool) {
        self.clock = clock
        self.isSecure = isSecure
    }

    var name: String { isSecure ? "__Host-exchange" : "exchange" }

    /// The cookie's header value; nil for what cannot be a token.
    func cookie(for token: String) -> String? {
        guard !token.isEmpty, token.utf8.count <= Self.longestToken else { return nil }
        let id = Base64URL.encode(SecureRandom.bytes(32))
        let now = clock.now
        pending.withLock { pending in
            if pending.count >= Self.mostPending { Self.makeRoom(in: &pending, at: now) }
            pending[id] = Pending(token: token, expiresAt: now + Self.lifetime)
        }
        return cookie(id, lasting: Self.lifetime)
    }

    /// The token behind a cookie, once.
    func take(_ cookies: Cookies) -> String? {
        guard let id = cookies[name], let found = pending.withLock({ $0.removeValue(forKey: id) }),
            found.expiresAt > clock.now
        else { return nil }
        return found.token
    }

    /// Would `take` find something?
    func isPending(_ cookies: Cookies) -> Bool {
        guard let id = cookies[name], let found = pending.withLock({ $0[id] }) else { return false }
        return found.expiresAt > clock.now
    }

    /// The header value that makes the browser forget it.
    var clearing: String { cookie("", lasting: .zero) }

    private func cookie(_ value: String, lasting span: Duration) -> String {
        "\(name)=\(value); Path=/; HttpOnly; SameSite=Lax; Max-Age=\(span.components.seconds)"
            + (isSecure ? "; Secure" : "")
    }

    private static func makeRoom(in pending: inout [String: Pending], at now: Timestamp) {
        pending = pending.filter { $0.value.expiresAt > now }
        guard pending.count >= mostPending else { return }
        let oldest = pending.min { $0.value.expiresAt < $1.value.expiresAt }
        if let oldest { pending[oldest.key] = nil }
    }
}
