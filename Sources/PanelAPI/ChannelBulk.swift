import Domain
import HTTP
import JSON
import Web
import Wire

/// One act on many accounts, and one account made into two.
struct ChannelBulk: Sendable {
    let accounts: Accounts
    let clock: any WallClock

    static func routes(_ accounts: Accounts, _ clock: any WallClock) -> [Route] {
        let channels = ChannelBulk(accounts: accounts, clock: clock)
        return [
            Route(.post, "/api/channel/bulk", .admin, .bulkAct, channels.act),
            Route(.post, "/api/channel/copy/:id", .admin, channels.copy),
        ]
    }

    /// `POST /api/channel/bulk {"ids":[…],"action","tag"?}` → `{"done":n,"failed":[{"id","code","reason"}]}`. An id that is there twice counts
    /// once. `tag` wants the tag, of which "" and null take it away; `delete` is a step-up action. `test` answers 202 and names its
    /// job as `job_id`, with `done` accounts in it; null where there is none to test.
    func act(_ call: Call, _ wish: ([ID<Account>], BulkAction, String??)) async throws(ChatError) -> Response {
        let (ids, action, tag) = wish
        let language = call.language
        let act: Accounts.Act
        switch action {
        case .enable: act = .enable
        case .disable: act = .disable
        case .delete: act = .delete
        case .tag:
            guard let tag else { throw .invalid(field: "tag", .missing) }
            act = .tag(tag ?? "")
        case .test:
            let (job, outcome) = try await accounts.test(ids, by: call.actor) { $1.item(of: $0, in: language) }
            var data = outcome.json(in: language)
            data["job_id"] = job.map { .string($0.id.text) } ?? .null
            return .json(["success": true, "message": "", "data": data], status: job == nil ? 200 : 202)
        }
        return .envelope(try await accounts.act(act, on: ids, by: call.actor).json(in: language))
    }

    /// `POST /api/channel/copy/:id?suffix`, New API's: the new account, which is disabled. `needs_login` says that the login was not
    /// copied, and `message` why.
    func copy(_ call: Call) async throws(ChatError) -> Response {
        let suffix = try suffix(call)
        let copy = try await accounts.copy(call.id("id"), suffix: suffix, by: call.actor)
        var data = copy.row.json(in: call.language, at: clock.now)
        data["needs_login"] = .bool(copy.needsLogin)
        return .json([
            "success": true, "message": .string(copy.needsLogin ? Self.loginStays(call.language) : ""), "data": data,
        ])
    }

    /// What New API's clients send, or a usual one in the reader's language.
    private func suffix(_ call: Call) throws(ChatError) -> String {
        let usual = call.language == .chinese ? "_复制" : " (copy)"
        guard let text = call.request.items["suffix"] else { return usual }
        let typed = try Fields(["suffix": .string(text)]).line("suffix", upTo: 32) ?? ""
        return typed.isEmpty ? usual : typed
    }

    private static func loginStays(_ language: Language) -> String {
        language == .chinese
            ? "登录没有复制：它的刷新令牌只能由一个账号使用。请为新账号重新登录。"
            : "The login was not copied: its refresh token is for one account alone. Sign in again for the new one."
    }
}

enum BulkAction: String, Sendable, CaseIterable { case enable, disable, delete, tag, test }

extension Form where Value == ([ID<Account>], BulkAction, String??) {
    static let bulkAct = Form(
        Field.actedOn.required(), Field.word("action").required(),
        Field.line("tag", upTo: AccountForm.longestTag).orNull()
    ) { ($0, $1, $2) }
}

extension Field where Value == [ID<Account>]? {
    fileprivate static let actedOn = ids("ids", upTo: Accounts.mostActedOn).map { ids throws(ChatError) in
        guard ids?.isEmpty != true else { throw .invalid(field: "ids", .empty) }
        return ids
    }
}

extension Accounts.ActOutcome {
    fileprivate func json(in language: Language) -> JSONValue {
        [
            "done": .integer(done.count),
            "failed": .array(
                failed.map { id, error in
                    [
                        "id": .integer(id.value), "code": .string(error.code),
                        "reason": .string(error.reason(in: language)),
                    ]
                }),
        ]
    }
}

extension ChatError {
    /// Why nothing became of one account among many.
    fileprivate func reason(in language: Language) -> String {
        guard self == .notFound else { return words(in: language) }
        return language == .chinese ? "没有这个账号。" : "There is no such account."
    }
}
