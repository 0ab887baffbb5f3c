internal import Database
internal import Domain
internal import JSON

extension UsageEntry {
    static let columns: SQL = """
        c.id AS id, c.user_id AS user_id, c.key_id AS key_id, c.user_group AS user_group, c.endpoint AS endpoint, c.account_id AS account_id,
        c.model AS model, c.units AS units, c.status AS status, c.quota AS quota, c.is_stream AS is_stream,
        c.created_at AS created_at, c.first_output_at AS first_output_at, c.ended_at AS ended_at,
        c.failure AS failure, c.stop_reason AS stop_reason, c.attempts AS attempts, c.choice AS choice,
        c.prompt_tokens AS prompt_tokens, c.completion_tokens AS completion_tokens, c.cached_tokens AS cached_tokens,
        c.reasoning_tokens AS reasoning_tokens, c.is_estimate AS is_estimate, c.request_id AS request_id,
        c.cost AS cost, c.tariff AS tariff, c.more_tokens AS more_tokens
        """

    init(_ row: Row) throws {
        self.init(try Charge(row), isStream: try row["is_stream"], requestID: try row["request_id"] ?? "")
        status = try row["status"]
        let quota: String = try row["quota"]
        settlement = Settlement(rawValue: quota)
        attempts = try Attempt.list(stored: row["attempts"])
        choice = try Choice(stored: row["choice"])
        failure = try row["failure"]
        stopReason = try row["stop_reason"]
        firstOutputAt = try row["first_output_at"]
        endedAt = try row["ended_at"]
        cost = try row["cost"]
        let (prompt, completion): (Int?, Int?) = (try row["prompt_tokens"], try row["completion_tokens"])
        guard prompt != nil || completion != nil else { return }
        usage = Usage(
            promptTokens: prompt ?? 0, completionTokens: completion ?? 0, cachedTokens: try row["cached_tokens"] ?? 0,
            reasoningTokens: try row["reasoning_tokens"] ?? 0)
        usage?.read(more: try row["more_tokens"])
        usage?.isEstimate = try row["is_estimate"]
    }

    /// Of a call, as one row of an INSERT.
    func values(by process: String) -> SQL {
        """
        (\(charge.id), \(charge.payer.user), \(charge.payer.key), \(charge.group), \(charge.endpoint), \(charge.account), \(charge.model),
        \(charge.units), \(status), \(settlement?.rawValue ?? "reserved"), \(isStream), \(charge.at), \(firstOutputAt),
        \(endedAt), \(failure), \(stopReason), \(Attempt.stored(attempts)), \(usage?.promptTokens),
        \(usage?.completionTokens), \(usage?.cachedTokens), \(usage?.reasoningTokens), \(usage?.isEstimate ?? false),
        \(requestID.isEmpty ? nil : requestID), \(choice?.stored), \(process), \(cost), \(charge.tariff?.stored(for: usage?.tools)),
        \(usage?.moreStored))
        """
    }
}

extension Charge {
    init(_ row: Row) throws(DatabaseError) {
        self.init(
            id: try row["id"], payer: Payer(try row["user_id"], by: try row["key_id"]), endpoint: try row["endpoint"],
            model: try row["model"], account: try row["account_id"], at: try row["created_at"])
        units = try row["units"]
        group = try row["user_group"]
        let stored: String? = try row["tariff"]
        tariff = stored.flatMap(Tariff.init(stored:))
    }
}

extension Attempt {
    /// `[{"account":1,"failure":"upstream_error","status":500}]`; nil where there is nothing to tell.
    static func stored(_ attempts: [Attempt]) -> String? {
        guard !attempts.isEmpty else { return nil }
        return JSONValue.array(
            attempts.map { attempt in
                var json: JSONValue = [
                    "account": .integer(attempt.account.value),
                    "failure": attempt.failure.map { .string($0.rawValue) } ?? .null,
                    "status": attempt.status.map { .integer($0) } ?? .null,
                ]
                if let key = attempt.key { json["key"] = .integer(key) }
                return json
            }
        ).serialized
    }

    static func list(stored text: String?) throws -> [Attempt] {
        guard let text else { return [] }
        return try JSONValue(parsing: text.utf8).array?.compactMap { value in
            guard let account = value["account"]?.integer else { return nil }
            let failure = value["failure"]?.text.flatMap { TurnFailure(rawValue: $0.string) }
            return Attempt(
                ID(account), key: value["key"]?.integer.map { Int($0) }, failure: failure,
                status: value["status"]?.integer.map { Int($0) })
        } ?? []
    }
}
