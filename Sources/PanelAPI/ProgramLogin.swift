internal import Domain
internal import HTTP
internal import JSON
internal import Transport
internal import Web
internal import Wire

/// The login of the refresh-token manager (oai-rt.md §4): a name and a password for a JSON Web Token, which `Authorization: Bearer` takes.
///
/// The token names a session, and is worth nothing as that session's cookie: the cookie is made of what it says and of our key.
struct ProgramLogin: Sendable {
    private let signIn: SignIn
    private let key: SealingKey
    private let signer: TokenSigner
    private let lifetime: Duration
    private let clock: any WallClock

    init(_ signIn: SignIn, key: SealingKey, lifetime: Duration, clock: any WallClock) {
        self.signIn = signIn
        self.key = key
        signer = TokenSigner(key, for: "rt|jwt")
        self.lifetime = lifetime
        self.clock = clock
    }

    var route: Route {
        Route(
            .post, "/internalweb/v1/auth/login", .anyone, bodyLimit: 4096, takes: .json(Form.credentials.shapes), open)
    }

    /// `POST /internalweb/v1/auth/login {"username","password"}`: `{token, username}`, or `{error}`.
    func open(_ call: Call) async throws(ChatError) -> Response {
        do throws(ChatError) {
            let (username, password) = try await call.form(.credentials)
            let id = Base64URL.encode(SecureRandom.bytes(16))
            let found = try await signIn.program(
                username, password, session(id), lasting: lifetime, by: .stranger(from: call.request.remoteAddress))
            let now = clock.now
            let claims: JSONValue = [
                "username": .string(Text(found.user.username)), "jti": .string(Text(id)),
                "pwd": .string(Text(fingerprint(of: found.passwordHash))), "iat": .integer(now.seconds),
                "exp": .integer((now + lifetime).seconds),
            ]
            guard let token = signer.sign(claims.bytes) else { throw .unavailable(what: "tokens") }
            return .json(["token": .string(Text(token)), "username": .string(Text(found.user.username))])
        } catch {
            var refused = Response.json(
                ["error": .string(Text(error.words(in: call.language)))], status: TokenAnswer.status(of: error))
            refused.headers["retry-after"] = error.retryAfter(now: clock.now).map { "\($0)" }
            return refused
        }
    }

    /// Who is signed in by a token; nil for one that is none, has ended, or whose administrator may do nothing here any more.
    func actor(_ token: String, from address: String) async throws(ChatError) -> Actor? {
        guard let bytes = signer.claims(of: token), let claims = try? JSONValue(parsing: bytes),
            let id = claims["jti"]?.text, let password = claims["pwd"]?.text,
            let end = claims["exp"]?.integer, end > clock.now.seconds
        else { return nil }
        return try await signIn.program(
            session(id.string), isOf: { password == Text(fingerprint(of: $0)) }, from: address)
    }

    private func session(_ id: String) -> Token { Token(Base64URL.encode(key.derived(for: "rt|session|\(id)"))) }

    private func fingerprint(of passwordHash: String) -> String { key.fingerprint(of: Array(passwordHash.utf8)) }
}
