import Domain
import HTTP
import JSON
import Web
import Wire

/// What a supervisor asks.
struct Health: Sendable {
    let missing: @Sendable () async -> [String]
    let turns: TurnRunner
    let accounts: AccountCount

    init(_ uses: SiteUses) {
        (missing, turns) = (uses.missing, uses.turns)
        accounts = AccountCount(clock: uses.clock, spawn: uses.turns.spawn, uses.accounts)
    }

    /// The process answers.
    func alive(_: Call) async throws(ChatError) -> Response {
        Response(200, headers: Self.plainText, body: .bytes(Array("ok\n".utf8)))
    }

    private static let plainText: Headers = ["content-type": "text/plain"]

    /// New work can be taken: 200, or 503 with the names of what is missing.
    func ready(_: Call) async throws(ChatError) -> Response {
        var missing = await self.missing()
        if turns.isDraining { missing.append("draining") }
        let body: JSONValue = ["ready": .bool(missing.isEmpty), "missing": .array(missing.map { .string($0) })]
        return .json(body, status: missing.isEmpty ? 200 : 503)
    }

    /// What gpt2api's clients ask (codex.md §4): always 200. How many accounts there are is all that a stranger learns.
    func counted(_: Call) async throws(ChatError) -> Response {
        .json(["status": "ok", "message": "ok", "tokens_count": .integer(await accounts.current())])
    }
}
