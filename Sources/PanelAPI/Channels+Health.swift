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

    /// `GET /api/channel/:id/moves`: the members who have no other account that works, and the accounts that could take them.
    func moves(_ call: Call) async throws(ChatError) -> Response {
        let found = try await accounts.moves(from: call.id("id"))
        return .envelope([
            "count": .integer(found.members.count),
            "members": .array(found.members.prefix(FailingAccount.mostNames).map { .string($0.name) }),
            "targets": .array(
                found.targets.map { row in
                    [
                        "id": .integer(row.account.id.value), "name": .string(row.account.name),
                        "bound_count": .integer(row.boundCount),
                        "used_percent": row.mostUsed.map { .integer($0) } ?? .null,
                    ]
                }),
        ])
    }

    /// `POST /api/channel/:id/move {"to"}`: moves them.
    func move(_ call: Call, _ target: ID<Account>) async throws(ChatError) -> Response {
        let moved = try await accounts.move(from: call.id("id"), to: target, by: call.actor)
        return .envelope([
            "count": .integer(moved.count),
            "members": .array(moved.prefix(FailingAccount.mostNames).map { .string($0.name) }),
        ])
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

extension Form where Value == ID<Account> {
    static let accountMove = Form(Field.id("to").required()) { $0 }
}

extension AccountRow {
    /// In percent, of its fullest window that somebody told of; nil where nobody did.
    fileprivate var mostUsed: Int? { windows?.windows.map { Int($0.usedPercent) }.max() }
}
