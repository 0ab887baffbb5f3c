package import Domain
internal import HTTP
internal import JSON
package import Web
internal import Wire

/// What programs with the secret of the refresh-token manager call (oai-rt.md §5).
struct PublicTokens: Sendable {
    let tokens: RefreshTokens
    let callers: TokenCallers
    let clock: any WallClock

    /// `GET …/health`
    func health(_ call: Call) async throws(ChatError) -> Response {
        switch try await callers.program(call) {
        case .failure(let refusal): return refusal.response
        case .success: return .json(["status": "ok", "message": "服务正常"])
        }
    }

    /// `POST …/refresh {"biz_id"?, "email"?}`: the pair that comes next.
    func refresh(_ call: Call) async throws(ChatError) -> Response {
        try await answer(call) { name, actor throws(ChatError) in
            let token = try await tokens.named(name)
            let (next, failure) = try await tokens.refresh(token, by: actor)
            if let failure {
                return TokenAnswer.refused(
                    500, TokenAnswer.failed(failure), ["refresh_result": .string(Text(token.result))])
            }
            return TokenAnswer.done("刷新成功", next.publicJSON)
        }
    }

    /// `POST …/get-at {"biz_id"?, "email"?}`: what is stored; nobody is asked.
    func stored(_ call: Call) async throws(ChatError) -> Response {
        try await answer(call) { name, actor throws(ChatError) in
            TokenAnswer.done("获取成功", try await tokens.read(name, by: actor).publicJSON)
        }
    }

    private func answer(
        _ call: Call, _ answer: (RefreshTokenName, Actor) async throws(ChatError) -> Response
    ) async throws(ChatError) -> Response {
        switch try await callers.program(call) {
        case .failure(let refusal): return refusal.response
        case .success(let actor):
            let (bizID, email) = try await call.form(.tokenName)
            // The name that is this row's alone counts, where both are given.
            if let bizID, !bizID.isEmpty { return try await answer(.bizID(bizID), actor) }
            if let email, !email.isEmpty { return try await answer(.email(email), actor) }
            return TokenAnswer.refused(400, "biz_id 和 email 至少提供一个")
        }
    }
}

extension Surface {
    /// For programs, where a secret is configured; without one its paths are as unknown as any other.
    package static func publicTokens(_ uses: PanelUses, clock: any WallClock) -> Surface? {
        let options = uses.tokenManager
        guard !options.secret.isEmpty else { return nil }
        let tokens = PublicTokens(
            tokens: uses.refreshTokens, callers: TokenCallers(uses.refreshTokens, options), clock: clock)
        return Surface(
            "refresh-tokens", claiming: [.prefix("\(options.prefix)/")],
            failingAs: .own { error, _, now in TokenAnswer.of(error, in: .chinese, at: now) }, by: .application,
            from: .listed(options.origins.map { Text($0) }, sending: "x-api-secret"),
            [
                Route(.get, "\(options.prefix)/health", .anyone, tokens.health),
                Route(.post, "\(options.prefix)/refresh", .anyone, takes: .json(Form.tokenName.shapes), tokens.refresh),
                Route(.post, "\(options.prefix)/get-at", .anyone, takes: .json(Form.tokenName.shapes), tokens.stored),
            ])
    }
}

extension TokenCallers.Refusal {
    fileprivate var response: Response {
        switch self {
        case .missing: TokenAnswer.refused(401, "缺少API密钥")
        case .wrong: TokenAnswer.refused(401, "API密钥无效")
        }
    }
}

extension RefreshToken {
    fileprivate var publicJSON: JSONValue {
        [
            "biz_id": .string(Text(bizID)), "email": .string(Text(email)),
            "access_token": .string(Text(pair?.access.reveal() ?? "")),
            "refresh_token": .string(Text(pair?.refresh.reveal() ?? "")), "type": .string(Text(plan)),
            "user_name": .string(Text(userName)),
        ]
    }
}

extension Form where Value == (String?, String?) {
    fileprivate static let tokenName = Form(
        Field.text("biz_id", upTo: 512, sample: "user001"), Field.text("email", upTo: 512, sample: "user@example.com")
    ) { ($0, $1) }
}
