import Domain
import HTTP
import JSON
import Web
import Wire

/// How the accounts are that the member may use.
struct AccountStatuses: Sendable {
    let accounts: MemberAccounts

    /// chatmirror.md §5. `total` counts those, too, that are not listed.
    func list(_ call: Call) async throws(ChatError) -> Response {
        let found = try await accounts.statuses(of: call.user.id)
        return .json(["items": .array(found.items.map(\.json)), "total": .integer(found.total)])
    }
}

extension AccountStatus {
    fileprivate var json: JSONValue {
        [
            "name": .string(name), "state": .string(state.rawValue),
            "until": until.map { .integer($0.seconds) } ?? .null,
            "windows": .array((windows?.windows ?? []).map(\.json)),
        ]
    }
}

extension UsageWindow {
    fileprivate var json: JSONValue {
        [
            "name": .string(name), "used_percent": .double(usedPercent),
            "resets_at": resetsAt.map { .integer($0.seconds) } ?? .null,
        ]
    }
}
