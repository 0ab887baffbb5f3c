internal import Database
internal import Domain
internal import JSON

/// What a row of `usage_subjects` stands for.
struct SumSubject: Hashable, Sendable {
    let grain: Grain
    var user: Int64 = 0
    var key: Int64 = 0
    var account: Int64 = 0
    var group = Text("")
    var model = Text("")

    /// What is told apart. Each call is summed once in each.
    enum Grain: String, CaseIterable, SQLConvertible, SQLReadable {
        case total, member, key, group, model, account, all
    }

    init(_ grain: Grain, of call: SummedCall) {
        self.grain = grain
        let isAll = grain == .all
        if isAll || grain == .member { user = call.payer.user.value }
        if isAll || grain == .key { key = call.payer.key?.value ?? 0 }
        if isAll || grain == .account { account = call.account.value }
        if isAll || grain == .group { group = Self.stored(call.groupName) }
        if isAll || grain == .model { model = Self.stored(call.model) }
    }

    /// Without spaces at the end, which MySQL does not tell apart.
    private static func stored(_ text: String) -> Text {
        var bytes = Array(text.utf8)[...]
        while bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
        return Text(decoding: bytes)
    }
}

extension SumSubject {
    static let columns: SQL = "grain, user_id, key_id, account_id, user_group, model"

    init(_ row: Row) throws(DatabaseError) {
        grain = try row["grain"]
        (user, key, account) = (try row["user_id"], try row["key_id"], try row["account_id"])
        let (group, model): (String, String) = (try row["user_group"], try row["model"])
        (self.group, self.model) = (Text(group), Text(model))
    }

    var values: SQL { "(\(grain), \(user), \(key), \(account), \(group.string), \(model.string))" }
}

extension SummedCall {
    /// Of rows from before there were groups, as the log says it.
    var groupName: String { group ?? UserGroup.standard }

    static let columns: SQL = """
        c.user_id AS user_id, c.key_id AS key_id, c.user_group AS user_group, c.account_id AS account_id, c.model AS model,
        c.status AS status, c.created_at AS created_at, c.first_output_at AS first_output_at, c.ended_at AS ended_at,
        c.prompt_tokens AS prompt_tokens, c.completion_tokens AS completion_tokens, c.cached_tokens AS cached_tokens,
        c.cost AS cost
        """

    init(_ row: Row) throws(DatabaseError) {
        self.init(
            at: try row["created_at"], by: Payer(try row["user_id"], by: try row["key_id"]),
            in: try row["user_group"], for: try row["model"], on: try row["account_id"], status: try row["status"])
        promptTokens = try row["prompt_tokens"] ?? 0
        completionTokens = try row["completion_tokens"] ?? 0
        cachedTokens = try row["cached_tokens"] ?? 0
        cost = try row["cost"]
        firstOutputAt = try row["first_output_at"]
        endedAt = try row["ended_at"]
    }
}

/// The hours of `usage_hours`.
enum SumHour {
    static let length: Int64 = 3_600_000

    /// The beginning of the hour that holds `moment`.
    static func floor(_ moment: Timestamp) -> Timestamp {
        let rest = moment.milliseconds % length
        return Timestamp(milliseconds: moment.milliseconds - (rest < 0 ? rest + length : rest))
    }

    /// The first beginning of an hour that is not before `moment`.
    static func ceiling(_ moment: Timestamp) -> Timestamp {
        let start = floor(moment)
        return start == moment ? start : start + .milliseconds(length)
    }
}

extension UsageSums {
    /// Of `usage_hours h`.
    static let columns: SQL = """
        h.requests AS requests, h.succeeded AS succeeded, h.failed AS failed, h.prompt_tokens AS prompt_tokens,
        h.completion_tokens AS completion_tokens, h.cached_tokens AS cached_tokens, h.cost AS cost,
        h.first_token AS first_token, h.duration AS duration
        """

    mutating func add(_ row: Row) throws(DatabaseError) {
        try add(counters: row)
        try add(times: row)
    }

    mutating func add(counters row: Row) throws(DatabaseError) {
        requests += try row["requests"]
        succeeded += try row["succeeded"]
        failed += try row["failed"]
        promptTokens += try row["prompt_tokens"]
        completionTokens += try row["completion_tokens"]
        cachedTokens += try row["cached_tokens"]
        cost += try row["cost"]
    }

    mutating func add(times row: Row) throws(DatabaseError) {
        firstToken.add(try row["first_token"])
        duration.add(try row["duration"])
    }

    /// One row of an INSERT.
    func values(of subject: Int64, at hour: Timestamp) -> SQL {
        """
        (\(subject), \(hour), \(requests), \(succeeded), \(failed), \(promptTokens), \(completionTokens),
        \(cachedTokens), \(cost), \(firstToken.bytes), \(duration.bytes))
        """
    }
}
