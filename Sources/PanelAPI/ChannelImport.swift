import Dialects
import Domain
import HTTP
import JSON
import Web
import Wire

/// Many logins at once (chatmirror.md §5). The body is what was pasted: JSON, JSON lines, or tokens, one a line; or a JSON text of that.
struct ChannelImport: Sendable {
    let accounts: Accounts
    let clock: any WallClock

    private static let bodyLimit = 16 << 20

    static func routes(_ accounts: Accounts, _ clock: any WallClock) -> [Route] {
        let channels = ChannelImport(accounts: accounts, clock: clock)
        return [
            Route(.post, "/api/channel/import/preview", .admin, bodyLimit: bodyLimit, channels.preview),
            Route(.post, "/api/channel/import", .admin, bodyLimit: bodyLimit, channels.begin),
        ]
    }

    /// `POST /api/channel/import/preview?type`: what importing would do with each, without a secret. Changes nothing.
    func preview(_ call: Call) async throws(ChatError) -> Response {
        let items = try await accounts.preview(logins(call)).map { $0.json(in: call.language) }
        return .envelope(["items": .array(items)])
    }

    /// `POST /api/channel/import?type`: begins to make accounts of the new ones. `data.job_id` names the job.
    func begin(_ call: Call) async throws(ChatError) -> Response {
        .begun(try await accounts.importLogins(logins(call), by: call.actor))
    }

    private func logins(_ call: Call) async throws(ChatError) -> [PastedLogin] {
        if let type = call.request.items["type"], type != "\(Provider.codex.rawValue)" {
            throw .invalid(field: "type", .notOneOf(["\(Provider.codex.rawValue)"]))
        }
        let bytes = try await call.body()
        let json = try? JSONValue(parsing: bytes, duplicates: .keepFirst)
        let text = json?.text ?? Text(decoding: bytes)
        let found = Codex.logins(in: text, at: clock.now)
        guard !found.isEmpty else { throw .invalid(field: "body", .login(.notALogin)) }
        guard found.count <= Accounts.mostImported else {
            throw .invalid(field: "body", .tooManyValues(most: Accounts.mostImported))
        }
        return found.map(\.named)
    }
}

extension PastedLogin {
    /// With a name that an account may have, or none.
    fileprivate var named: PastedLogin {
        var login = self
        let isAbsurd = Text(name).hasAbsurdMarks
        login.name = isAbsurd ? "" : (try? Fields(["name": .string(name)]).name("name")) ?? ""
        return login
    }
}

extension Accounts.ImportItem {
    fileprivate func json(in language: Language) -> JSONValue {
        let pair = login.pair
        return [
            "line": .integer(login.line), "kind": .string(kind == .codex ? "codex" : "openai"),
            "name": .string(login.name), "email": .string(pair?.owner.email ?? ""),
            "plan": .string(pair?.owner.plan ?? ""),
            "expires_at": pair?.expiresAt.map { .integer($0.seconds) } ?? .null,
            "outcome": .string(outcome.rawValue), "reason": .string(reason(in: language)),
            "channel_id": account.map { .integer($0.value) } ?? .null,
        ]
    }

    private func reason(in language: Language) -> String {
        if let flaw { return flaw.words(in: language) }
        let isChinese = language == .chinese
        switch outcome {
        case .new, .invalid: return ""
        case .expired: return LoginFlaw.ended.words(in: language)
        case .duplicate:
            if let account {
                return isChinese ? "账号 \(account) 已使用此登录" : "account \(account) has this login already"
            }
            return isChinese ? "此登录在粘贴的内容中重复" : "stands in the pasted text twice"
        }
    }
}
