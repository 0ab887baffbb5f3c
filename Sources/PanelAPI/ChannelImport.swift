import Dialects
import Domain
import HTTP
import JSON
import Web
import Wire

/// Many accounts at once (chatmirror.md §5). The body is what was pasted – keys and tokens, JSON, a table (`PastedText`) – or a JSON text
/// of that.
struct ChannelImport: Sendable {
    let accounts: Accounts
    let clock: any WallClock

    private static let bodyLimit = 32 << 20

    static func routes(_ accounts: Accounts, _ clock: any WallClock) -> [Route] {
        let channels = ChannelImport(accounts: accounts, clock: clock)
        return [
            Route(.post, "/api/channel/import/preview", .admin, bodyLimit: bodyLimit, takes: .bytes, channels.preview),
            Route(.post, "/api/channel/import", .admin, bodyLimit: bodyLimit, takes: .bytes, channels.begin),
            Route(
                .post, "/api/channel/export", .admin, needsStepUp: true, .exported, mayBeEmpty: true,
                ChannelExport(accounts: accounts).download),
        ]
    }

    /// `POST /api/channel/import/preview?type&models`: what importing would do with each, without a secret. Changes nothing.
    func preview(_ call: Call) async throws(ChatError) -> Response {
        let items = try await accounts.preview(entries(call)).map { $0.json(in: call.language) }
        return .envelope(["items": .array(items)])
    }

    /// `POST /api/channel/import?type&models`: begins to make accounts of the new ones. `data.job_id` names the job. `type` is what a key
    /// is that does not say, `models` what accounts get that name none.
    func begin(_ call: Call) async throws(ChatError) -> Response {
        let language = call.language
        return .begun(
            try await accounts.importAccounts(entries(call), by: call.actor) { item in item.reason(in: language) })
    }

    private func entries(_ call: Call) async throws(ChatError) -> [ImportEntry] {
        let kind = try kind(call.request.items["type"])
        let models = try AccountForm(Fields(["models": call.request.items["models"].map { .string($0) } ?? .null]))
            .models()
        let found = PastedText.accounts(
            in: try await pasted(call), of: kind, at: clock.now, most: Accounts.mostImported)
        guard !found.isEmpty else { throw .invalid(field: "body", .login(.notALogin)) }
        guard found.count <= Accounts.mostImported else {
            throw .invalid(field: "body", .tooManyValues(most: Accounts.mostImported))
        }
        return found.map { $0.entry(models: models ?? [], at: clock.now) }
    }

    /// A body that is a JSON text is what it says.
    private func pasted(_ call: Call) async throws(ChatError) -> [UInt8] {
        let bytes = try await call.body()
        guard bytes.first(where: { $0 > 32 }) == UInt8(ascii: "\""),
            let text = (try? JSONValue(parsing: bytes))?.text
        else { return bytes }
        return Array(text.utf8)
    }

    private func kind(_ type: Text?) throws(ChatError) -> Provider? {
        guard let type else { return nil }
        guard let provider = type.integer.flatMap(Provider.init(rawValue:)), provider.isSupported else {
            throw .invalid(field: "type", .notOneOf(Provider.all.filter(\.isSupported).map { "\($0.rawValue)" }))
        }
        return provider
    }
}

extension PastedAccount {
    /// What is to be imported. A field that an account cannot have keeps it out, but for its name.
    fileprivate func entry(models: [String], at now: Timestamp) -> ImportEntry {
        let (name, email) = (named(fields["name"]), named(fields["email"]))
        switch content {
        case .failure(let flaw):
            return ImportEntry(line: line, kind: nil, name: name, email: email, .flawed(.login(flaw)))
        case .success(.key(let key, let provider)):
            return entry(provider, .key(key), name, email, models, now)
        case .success(.keyless(let provider)):
            return entry(provider, .key(Secret("")), name, email, models, now)
        case .success(.login(let pair, let provider)):
            return entry(provider, .pair(pair), name, pair.owner.email.isEmpty ? email : pair.owner.email, models, now)
        }
    }

    private func entry(
        _ provider: Provider, _ credential: Credential, _ name: String, _ email: String, _ models: [String],
        _ now: Timestamp
    ) -> ImportEntry {
        do throws(ChatError) {
            let account = try account(provider, name, models, now)
            return ImportEntry(line: line, kind: provider, name: name, email: email, .account(account, credential))
        } catch {
            guard case .invalid(let field, let flaw) = error else {
                return ImportEntry(line: line, kind: provider, name: name, email: email, .flawed(.login(.unknownKind)))
            }
            return ImportEntry(line: line, kind: provider, name: name, email: email, .flawed(.entry(field, flaw)))
        }
    }

    private func account(
        _ provider: Provider, _ name: String, _ models: [String], _ now: Timestamp
    ) throws(ChatError) -> Account {
        guard provider.isSupported else { throw .invalid(field: "type", .notSupported) }
        var fields = fields
        for name in ["name", "email"] as [Text] { fields[name] = nil }
        if fields["base_url"]?.text?.isEmpty == true { fields["base_url"] = nil }
        let given = try AccountForm(Fields(fields)).models() ?? []
        fields["models"] = nil
        // Any model: which ones it has may be known later.
        let draft = Account(id: ID(0), name: name, provider: provider, baseURL: "", models: ["-"], createdAt: now)
        var account = try AccountForm(Fields(fields)).account(changing: draft)
        account.models = given.isEmpty ? models : given
        if provider == .demo, account.models.isEmpty { account.models = AccountForm.demoModels }
        return account
    }

    /// A name that an account may have, or none.
    private func named(_ value: JSONValue?) -> String {
        guard let text = value?.text, text.byteCount <= 1024, !text.hasAbsurdMarks else { return "" }
        return (try? Fields(["name": .string(text)]).name("name")) ?? ""
    }
}

extension ImportEntry.Item {
    fileprivate func json(in language: Language) -> JSONValue {
        [
            "line": .integer(entry.line), "kind": .string(kind),
            "type": entry.kind.map { .integer($0.rawValue) } ?? .null,
            "name": .string(entry.name), "email": .string(entry.email),
            "plan": .string(entry.pair?.owner.plan ?? ""),
            "expires_at": entry.pair?.expiresAt.map { .integer($0.seconds) } ?? .null,
            "outcome": .string(outcome.rawValue), "reason": .string(reason(in: language)),
            "channel_id": account.map { .integer($0.value) } ?? .null,
        ]
    }

    /// Empty where it is not known.
    private var kind: String { entry.kind.map { Text($0.name).asciiLowercased.string } ?? "" }

    fileprivate func reason(in language: Language) -> String {
        if case .flawed(let flaw) = entry.content { return flaw.words(in: language) }
        let isChinese = language == .chinese
        switch outcome {
        case .new, .invalid: return ""
        case .expired: return LoginFlaw.ended.words(in: language)
        case .duplicate:
            let isLogin = entry.pair != nil
            if let account {
                return isChinese
                    ? "账号 \(account) 已使用此\(isLogin ? "登录" : "密钥")"
                    : "account \(account) has this \(isLogin ? "login" : "key") already"
            }
            return isChinese
                ? "此\(isLogin ? "登录" : "密钥")在粘贴的内容中重复" : "stands in the pasted text twice"
        }
    }
}
