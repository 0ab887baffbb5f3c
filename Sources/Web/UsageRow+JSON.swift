package import Domain
package import JSON

extension UsageRow {
    /// What somebody sees of accounts: an administrator all, a member nothing, or of their own answer the names that there are.
    package enum View: Sendable { case all, own, named }

    /// What the interface calls the status of a charge.
    package static let statuses: [String: [Message.Status]] = [
        "running": [.inProgress], "finished": [.finished], "stopped": [.stopped], "interrupted": [.interrupted],
        "failed": [.error],
    ]

    package var statusName: String {
        switch entry.status {
        case .inProgress: "running"
        case .finished: "finished"
        case .stopped: "stopped"
        case .interrupted: "interrupted"
        case .error: "failed"
        }
    }

    /// Milliseconds from the reservation.
    package var firstTokenTime: Int64? { entry.firstOutputAt.map { $0.milliseconds - entry.charge.at.milliseconds } }
    package var duration: Int64? { entry.endedAt.map { $0.milliseconds - entry.charge.at.milliseconds } }
    package var units: Int { entry.settlement == .refunded ? 0 : entry.charge.units }
    /// Why it stopped: how the upstream ended it, or what went wrong.
    package var stopReason: String { entry.stopReason ?? entry.failure?.rawValue ?? "" }

    /// `number` is a running one: not an identity.
    package func json(_ view: View, number: Int) -> JSONValue {
        let charge = entry.charge
        var item: JSONValue = [
            "id": .integer(number), "request_id": .string(entry.requestID),
            "created_at": .integer(charge.at.seconds), "type": entry.status == .error ? 5 : 2, "content": "",
            "user_id": .integer(charge.payer.user.value), "username": .string(username),
            "token_id": .integer(charge.payer.key?.value ?? 0), "token_name": .string(keyName),
            "model_name": .string(charge.model), "quota": .integer(entry.cost),
            "channel": .integer(view == .all ? charge.account.value : 0),
            "channel_name": .string(name(of: charge.account, view)),
            "endpoint": .string(charge.endpoint.rawValue), "status": .string(statusName),
            "is_stream": .bool(entry.isStream), "first_token_ms": firstTokenTime.map { .integer($0) } ?? .null,
            "duration_ms": duration.map { .integer($0) } ?? .null,
            "use_time": .integer((duration ?? 0) / 1000), "units": .integer(units),
        ]
        item["prompt_tokens"] = .integer(entry.usage?.promptTokens ?? 0)
        item["completion_tokens"] = .integer(entry.usage?.completionTokens ?? 0)
        item["cached_tokens"] = .integer(entry.usage?.cachedTokens ?? 0)
        item["reasoning_tokens"] = .integer(entry.usage?.reasoningTokens ?? 0)
        item["is_estimate"] = .bool(entry.usage?.isEstimate ?? false)
        item["attempts"] = .array(entry.attempts.map { json($0, view) })
        item["stop_reason"] = .string(stopReason)
        item["group"] = .string(charge.group ?? UserGroup.standard)
        item["ip"] = ""
        item["other"] = .string(other.serialized)
        return item
    }

    private func name(of account: ID<Account>, _ view: View) -> String {
        view == .own ? "" : accountNames[account] ?? ""
    }

    private func json(_ attempt: Attempt, _ view: View) -> JSONValue {
        [
            "account": .integer(view == .all ? attempt.account.value : 0),
            "account_name": .string(name(of: attempt.account, view)),
            "key": view == .all ? attempt.key.map { .integer($0) } ?? .null : .null,
            "outcome": .string(attempt.failure?.rawValue ?? "ok"),
            "status": attempt.status.map { .integer($0) } ?? .null,
        ]
    }
}
