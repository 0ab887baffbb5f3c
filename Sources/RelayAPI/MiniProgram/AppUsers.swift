internal import Domain
internal import HTTP
internal import JSON
internal import Transport
internal import Web
internal import Wire

/// What is kept of an application's users, and what may be spent for them.
struct AppUsers: Sendable {
    let program: MiniProgram
    let callers: AppCallers

    /// `GET /api/history/:openid`.
    func history(_ call: Call) async throws(ChatError) -> Response {
        let turns = try await program.turns(of: try await callers.user(of: call))
        return .app(["history": .array(turns.flatMap(\.messages))])
    }

    /// `DELETE /api/history/:openid`.
    func deleteHistory(_ call: Call) async throws(ChatError) -> Response {
        try await program.deleteTurns(of: try await callers.user(of: call))
        return .app([:])
    }

    /// `GET /api/user/:openid`. What the mini-program's platform knows of its users nobody tells us.
    func show(_ call: Call) async throws(ChatError) -> Response {
        let user = try await program.user(try await callers.user(of: call))
        return .app([
            "openid": .string(user.name.openID), "nickname": "微信用户", "avatar": "",
            "created_at": .integer(user.createdAt.seconds),
        ])
    }

    /// `POST /api/token/refresh`: for clients that want one. Nothing asks for it, as whoever has the application's key can have any.
    func refreshToken(_ call: Call) async throws(ChatError) -> Response {
        let application = try callers.application(of: call)
        let bytes = try await call.body()
        let fields = try bytes.isEmpty ? Fields([:]) : call.fields(in: bytes)
        try await callers.count(call, naming: try fields.string("openid"), of: application)
        return .app(["token": .string(Token.random().text.reveal())])
    }

    /// `GET /api/balance`, in USD.
    func balance(_ call: Call) async throws(ChatError) -> Response {
        try await callers.count(call, naming: nil, of: try callers.application(of: call))
        switch try await program.spending() {
        case .failure(let failure): return AppRefusal(failure).response
        case .success(let spending):
            return .app([
                "total_limit": .double(spending.limit), "total_usage": .double(spending.used),
                "remaining": .double(spending.left),
            ])
        }
    }
}

extension AppTurn {
    fileprivate var messages: [JSONValue] {
        [("user", question), ("assistant", answer)].map { role, content in
            ["role": .string(role), "content": .string(content), "time": .integer(at.seconds)]
        }
    }
}
