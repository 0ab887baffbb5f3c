internal import Domain
internal import HTTP
internal import JSON
internal import Transport
internal import Web
internal import Wire

/// Finds out who calls the refresh-token manager.
struct TokenCallers: Sendable {
    let tokens: RefreshTokens
    /// Nil: programs have none.
    private let secret: [UInt8]?
    /// Nil where programs have no secret: then they do not sign in either.
    let login: ProgramLogin?

    init(_ tokens: RefreshTokens, _ options: TokenManagerOptions, _ login: ProgramLogin? = nil) {
        self.tokens = tokens
        self.login = options.secret.isEmpty ? nil : login
        secret = options.secret.isEmpty ? nil : SHA256.hash(options.secret.reveal())
    }

    enum Refusal: Error { case missing, wrong }

    /// The program that has shown the secret. Throws `throttled` for too many calls, or wrong secrets, from one network.
    func program(_ call: Call) async throws(ChatError) -> Result<Actor, Refusal> {
        let address = call.request.remoteAddress
        try await tokens.count(from: address)
        let sent = call.request.headers.all("x-api-secret")
        guard !sent.isEmpty else { return .failure(.missing) }
        guard sent.count == 1, isSecret(sent[0].trimmed) else {
            try await tokens.countWrongSecret(from: address)
            return .failure(.wrong)
        }
        return .success(Self.actor(at: address))
    }

    /// The administrator who is signed in, by a cookie or by the token in `Authorization`, or the program that has the secret there. Throws `unauthorized`, `forbidden`, and
    /// `throttled` as above.
    func manager(_ call: Call) async throws(ChatError) -> Actor {
        let sent = call.request.headers.all("authorization")
        guard sent.isEmpty || secret == nil else { return try await bearer(sent, call) }
        guard let user = call.visitor.user else { throw .unauthorized }
        guard user.isAdmin else { throw .forbidden }
        return call.actor
    }

    private func bearer(_ sent: [Text], _ call: Call) async throws(ChatError) -> Actor {
        let address = call.request.remoteAddress
        try await tokens.count(from: address)
        if sent.count == 1, sent[0].asciiLowercased.hasPrefix("bearer ") {
            let shown = Text(Substring(sent[0].utf8.dropFirst(7))).trimmed
            if isSecret(shown) { return Self.actor(at: address) }
            if let actor = try await login?.actor(shown.string, from: address) { return actor }
        }
        try await tokens.countWrongSecret(from: address)
        throw .unauthorized
    }

    /// In constant time: how long it takes says nothing of the secret.
    private func isSecret(_ sent: Text) -> Bool {
        guard let secret else { return false }
        return isEqualInConstantTime(secret, SHA256.hash(Array(sent.utf8)))
    }

    private static func actor(at address: String) -> Actor { .program("rt.api_secret", from: address) }
}
