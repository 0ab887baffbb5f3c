import Domain
import HTTP
import Transport
import Wire

/// Signs browsers in and out, and recognises them. Only hashes of cookies are kept.
struct Sessions: Sendable {
    let store: any SessionStore
    let grants: Grants
    let clock: any WallClock
    let isSecure: Bool

    /// `__Host-` pins the cookie to this very host, but needs https.
    var cookieName: String { isSecure ? "__Host-session" : "session" }

    /// Throws `unavailable` when the store cannot say.
    func visitor(of request: Request) async throws(ChatError) -> Visitor {
        guard let hash = hash(in: request), let found = try await store.find(hash, at: clock.now) else {
            return .stranger
        }
        return .user(found)
    }

    /// Who was recognised a moment ago by the same cookie. Asks nobody.
    func remembered(in request: Request) -> Visitor? {
        hash(in: request).flatMap(grants.recall).map(Visitor.remembered)
    }

    private func hash(in request: Request) -> [UInt8]? {
        guard let cookie = request.cookies[Text(cookieName)], cookie.byteCount <= 128 else { return nil }
        return SHA256.hash(Array(cookie.utf8))
    }

    /// Opens a fresh session and returns the cookie's header value.
    func open(for user: ID<User>, by link: ID<ShareLink>?) async throws(ChatError) -> String {
        let token = Base64URL.encode(SecureRandom.bytes(32))
        let now = clock.now
        try await store.create(
            Session(
                hash: SHA256.hash(Array(token.utf8)), user: user, link: link, createdAt: now,
                expiresAt: now + Session.lifetime, confirmedAt: link == nil ? now : nil))
        return cookie(token, lasting: Session.lifetime)
    }

    /// The header value that makes the browser forget its session.
    var clearing: String { cookie("", lasting: .zero) }

    private func cookie(_ value: String, lasting span: Duration) -> String {
        "\(cookieName)=\(value); Path=/; HttpOnly; SameSite=Lax; Max-Age=\(span.components.seconds)"
            + (isSecure ? "; Secure" : "")
    }
}
