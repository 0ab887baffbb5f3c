import Domain
import HTTP
import JSON
import Web
import Wire

extension Channels {
    /// `GET /api/channel/failing`: what does not work now, since when, and whom it hits.
    func failing(_ call: Call) async throws(ChatError) -> Response {
        let items = try await accounts.failing().map { failing -> JSONValue in
            [
                "id": .integer(failing.row.account.id.value), "name": .string(failing.row.account.name),
                "health": failing.row.healthJSON(in: call.language, at: clock.now),
                "affected_count": .integer(failing.affectedCount),
                "affected": .array(failing.affected.map { .string($0) }),
            ]
        }
        return .envelope(["items": .array(items)])
    }

    /// `POST /api/channel/:id/retry`: its rest is over.
    func retry(_ call: Call) async throws(ChatError) -> Response {
        .envelope(try await accounts.retry(call.id("id"), by: call.actor).json(in: call.language, at: clock.now))
    }

    /// `GET /api/channel/:id/health?cursor`: what changed, newest first. The cursor is empty or absent at the beginning, null after the end.
    func history(_ call: Call) async throws(ChatError) -> Response {
        let id: ID<Account> = try call.id("id")
        let last: ID<AccountEvent>? = try call.request.items.id("cursor")
        let found = try await accounts.history(of: id, before: last)
        return .envelope([
            "items": .array(found.events.map { $0.json(in: call.language) }),
            "next_cursor": found.next.map { .string(String($0.value)) } ?? .null,
        ])
    }
}

extension AccountEvent {
    fileprivate func json(in language: Language) -> JSONValue {
        var json: JSONValue = [
            "at": .integer(at.seconds), "state": .string(state.rawValue),
            "reason": .string(AccountLogin.words(for: reason, in: language)),
            "until": until.map { .integer($0.seconds) } ?? .null, "model": model.map { .string($0) } ?? .null,
        ]
        if isAside { json["is_aside"] = true }
        return json
    }
}

extension AccountRow {
    /// chatmirror.md §5.
    func healthJSON(in language: Language, at now: Timestamp) -> JSONValue {
        let isOwn = shownState == health.state
        return [
            "state": .string(shownState.rawValue),
            "reason": .string(
                isOwn ? AccountLogin.words(for: health.reason, in: language) : account.reason(in: language)),
            "since": health.since.map { .integer($0.seconds) } ?? .null,
            "until": health.until.map { .integer($0.seconds) } ?? .null,
            "next_probe": health.until.map { .integer($0.seconds) } ?? .null,
            "models": .array(health.restingModels(at: now).map { .string($0) }),
        ]
    }
}
