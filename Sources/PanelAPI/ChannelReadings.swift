import Domain
import HTTP
import JSON
import Web
import Wire

/// What is known of accounts besides how they answer: what is left of their credit, and whether their logins are renewed.
struct ChannelReadings: Sendable {
    let accounts: Accounts

    static func routes(_ accounts: Accounts) -> [Route] {
        let channels = ChannelReadings(accounts: accounts)
        return [
            Route(.get, "/api/channel/renewals", .admin, channels.hold),
            Route(.post, "/api/channel/renewals/resume", .admin, channels.resume),
            Route(.post, "/api/channel/update_balance", .admin, channels.balances),
            Route(.get, "/api/channel/update_balance", .admin, isActing: true, channels.balances),
            Route(.post, "/api/channel/update_balance/:id", .admin, channels.balance),
            Route(.get, "/api/channel/update_balance/:id", .admin, isActing: true, channels.balance),
        ]
    }

    /// `GET /api/channel/renewals` → `{"held_back":{"since","until","accounts","reason"}}`; null while logins are renewed in their time.
    func hold(_ call: Call) async throws(ChatError) -> Response {
        let hold = try await accounts.renewalHold().map { hold -> JSONValue in
            [
                "since": .integer(hold.since.seconds), "until": .integer(hold.until.seconds),
                "accounts": .integer(hold.accounts),
                "reason": .string(AccountLogin.words(for: hold.reason, in: call.language)),
            ]
        }
        return .envelope(["held_back": hold ?? .null])
    }

    /// `POST /api/channel/renewals/resume`: those whose time has come are renewed within seconds.
    func resume(_ call: Call) async throws(ChatError) -> Response {
        try await accounts.resumeRenewals(by: call.actor)
        return .envelope()
    }

    /// `POST /api/channel/update_balance`, and as New API has it GET: of every enabled account that tells.
    func balances(_ call: Call) async throws(ChatError) -> Response {
        guard call.request.method != .head else { return .envelope() }
        try await accounts.readBalances()
        return .envelope()
    }

    /// `POST /api/channel/update_balance/:id`, and as New API has it GET: 200 in either case, with the exact failure as `message`.
    func balance(_ call: Call) async throws(ChatError) -> Response {
        let id: ID<Account> = try call.id("id")
        guard call.request.method != .head else {
            _ = try await accounts.show(id)
            return .envelope()
        }
        switch try await accounts.readBalance(of: id) {
        case .success(let balance):
            return .json([
                "success": true, "message": "", "balance": .double(balance.amount),
                "currency": .string(balance.currency),
            ])
        case .failure(let flaw):
            return .json(["success": false, "message": .string(flaw.words(in: call.language)), "balance": .null])
        }
    }
}

extension Accounts.BalanceFlaw {
    fileprivate func words(in language: Language) -> String {
        switch self {
        case .notTold:
            language == .chinese
                ? "该类型的账号，或有多个密钥的账号，不提供余额。" : "Accounts of this kind, or with several keys, do not tell their balance."
        case .unreadable(let account): account.reason(in: language)
        case .failed(let words): AccountLogin.words(for: words, in: language)
        }
    }
}
