internal import Database
public import Domain
internal import JSON

extension SQLUsageSums {
    public func ranking(
        by subject: UsageSubject, of user: ID<User>?, in span: Range<Timestamp>, limit: Int
    ) async throws(ChatError) -> UsageRanking {
        try await store.read { session in
            let condition = try SumCondition(UsageSumsFilter(user: user), session, by: subject)
            var (total, sums) = (UsageSums(), try Self.counters(by: subject, condition, span, session))
            for call in try condition.calls(in: [span], session) {
                total += UsageSums(of: call)
                sums[SumSubject(SumSubject.Grain(subject), of: call).mark(subject), default: UsageSums()] += UsageSums(
                    of: call)
            }
            try SumCondition(UsageSumsFilter(user: user), session).eachHour(of: [span], session) { row, _ in
                try total.add(row)
            }
            let ranked = sums.sorted { ($1.value.requests, $0.key) < ($0.value.requests, $1.key) }
            var top = Array(ranked.prefix(limit))
            try Self.addTimes(to: &top, by: subject, condition, span, session)
            var others = total
            for item in top { others -= item.value }
            let names = try Self.names(of: top.map(\.key), as: subject, session)
            let items = top.map { mark, sums in
                UsageRanking.Item(id: mark.id, name: names[mark] ?? "", sums: sums)
            }
            return UsageRanking(total: total, items: items, others: ranked.count > limit ? others : nil)
        }
    }

    /// Without histograms.
    private static func counters(
        by subject: UsageSubject, _ condition: SumCondition, _ span: Range<Timestamp>, _ session: any SQLSession
    ) throws -> [SubjectMark: UsageSums] {
        let sum = { (column: SQL) -> SQL in "CAST(SUM(h.\(column)) AS SIGNED) AS \(column)" }
        let columns = SQL.list(
            ["requests", "succeeded", "failed", "prompt_tokens", "completion_tokens", "cached_tokens", "cost"].map(sum))
        let marks = try Self.marks(by: subject, condition, session)
        var sums: [SubjectMark: UsageSums] = [:]
        for part in marks.keys.sorted().parts(of: SumCondition.mostSubjects) {
            let rows = try session.rows(
                """
                SELECT h.subject_id AS subject_id, \(columns) FROM usage_hours h
                WHERE h.subject_id IN (\(SQL.list(part))) AND \(span.wholeHours) GROUP BY h.subject_id
                """)
            for row in rows {
                guard let mark = marks[try row["subject_id"]] else { continue }
                try sums[mark, default: UsageSums()].add(counters: row)
            }
        }
        return sums
    }

    /// What each subject is told from others by: of a member's keys there are several for each, one for every model and account.
    private static func marks(
        by subject: UsageSubject, _ condition: SumCondition, _ session: any SQLSession
    ) throws -> [Int64: SubjectMark] {
        var marks: [Int64: SubjectMark] = [:]
        for found in try condition.marks(by: subject.column, session) { marks[found.id] = try SubjectMark(found.row) }
        return marks
    }

    private static func addTimes(
        to items: inout [(key: SubjectMark, value: UsageSums)], by subject: UsageSubject, _ condition: SumCondition,
        _ span: Range<Timestamp>, _ session: any SQLSession
    ) throws {
        guard !items.isEmpty else { return }
        let places = Dictionary(uniqueKeysWithValues: items.enumerated().map { ($1.key, $0) })
        let marks = try marks(by: subject, condition, session).compactMapValues { places[$0] }
        for part in marks.keys.sorted().parts(of: SumCondition.mostSubjects) {
            let rows = try session.rows(
                """
                SELECT h.subject_id AS subject_id, h.first_token AS first_token, h.duration AS duration
                FROM usage_hours h WHERE h.subject_id IN (\(SQL.list(part))) AND \(span.wholeHours)
                """)
            for row in rows {
                if let place = marks[try row["subject_id"]] { try items[place].value.add(times: row) }
            }
        }
    }

    /// Models and groups are their own names.
    private static func names(
        of marks: [SubjectMark], as subject: UsageSubject, _ session: any SQLSession
    ) throws -> [SubjectMark: String] {
        let source: SQL? =
            switch subject {
            case .model, .group: nil
            case .member: "username AS name FROM users"
            case .key: "name FROM api_keys"
            case .account: "name FROM accounts"
            }
        guard let source, !marks.isEmpty else {
            return Dictionary(uniqueKeysWithValues: marks.map { ($0, $0.text.string) })
        }
        let rows = try session.rows("SELECT id AS mark, \(source) WHERE id IN (\(SQL.list(marks.map(\.value))))")
        return try Dictionary(uniqueKeysWithValues: rows.map { row in (try SubjectMark(row), try row["name"]) })
    }
}

/// By what one subject is told from others of its kind: a number, or a name.
private struct SubjectMark: Hashable, Comparable {
    var id: Int64?
    var text = Text("")

    init(id: Int64) { self.id = id }
    init(text: Text) { self.text = text }

    init(_ row: Row) throws(DatabaseError) {
        let value: SQLValue = try row["mark"]
        if case .text(let name) = value { text = Text(name) } else { id = try row["mark"] }
    }

    var value: SQLValue { id.map { .integer($0) } ?? .text(text.string) }

    static func < (left: Self, right: Self) -> Bool {
        if let id = left.id, let other = right.id { return id < other }
        return left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
}

extension SumSubject {
    fileprivate func mark(_ subject: UsageSubject) -> SubjectMark {
        switch subject {
        case .model: SubjectMark(text: model)
        case .member: SubjectMark(id: user)
        case .group: SubjectMark(text: group)
        case .key: SubjectMark(id: key)
        case .account: SubjectMark(id: account)
        }
    }
}

extension UsageSubject {
    fileprivate var column: SQL {
        switch self {
        case .model: "model"
        case .member: "user_id"
        case .group: "user_group"
        case .key: "key_id"
        case .account: "account_id"
        }
    }
}

extension Range<Timestamp> {
    /// Of `usage_hours h`.
    fileprivate var wholeHours: SQL {
        "h.at >= \(SumHour.ceiling(lowerBound)) AND h.at < \(SumHour.floor(upperBound))"
    }
}
