internal import Database
internal import Domain

/// Which calls are summed, as a condition on the subjects of sums and on the rows of the log.
struct SumCondition {
    /// Of `usage_subjects s`.
    let subjects: SQL
    /// Of `charges c`.
    private let calls: SQL
    /// The same, so that no index is chosen by it.
    private let unsummedCalls: SQL

    /// So many rows that are not summed yet are read, the newest. There are more for some minutes after an upgrade.
    private static let mostUnsummed = 5000
    /// Subjects of one statement.
    static let mostSubjects = 1000

    /// `subject`: what must be told apart.
    init(_ filter: UsageSumsFilter, _ session: any SQLSession, by subject: UsageSubject? = nil) throws {
        var user = filter.user
        if let name = filter.username {
            let found: ID<User>? = try session.rows("SELECT id FROM users WHERE username = \(name)").first?["id"]
            // Nobody has that number.
            user = found == user || user == nil ? found ?? ID(-1) : ID(-1)
        }
        var (parts, grains): ([(column: SQL, value: SQL, empty: SQL)], Set<SumSubject.Grain>) = ([], [])
        if let user {
            parts.append(("user_id", "\(user)", "0"))
            grains.insert(.member)
        }
        if let account = filter.account {
            parts.append(("account_id", "\(account)", "0"))
            grains.insert(.account)
        }
        if let model = filter.model {
            parts.append(("model", "\(model)", "''"))
            grains.insert(.model)
        }
        if let subject { grains.insert(SumSubject.Grain(subject)) }
        let grouped: SQL? = filter.group.map { "\($0)" }
        if grouped != nil { grains.insert(.group) }
        let grain = grains.count > 1 ? .all : grains.first ?? .total
        let others = parts.map { part -> SQL in "s.\(part.column) = \(part.value)" }
        subjects = (others + [grouped.map { "s.user_group = \($0)" }].compactMap(\.self))
            .reduce("s.grain = \(grain)") { "\($0) AND \($1)" }
        let group = [grouped.map { group -> SQL in "COALESCE(c.user_group, \(UserGroup.standard)) = \(group)" }]
            .compactMap(\.self)
        calls = (parts.map { part -> SQL in "c.\(part.column) = \(part.value)" } + group)
            .reduce("1 = 1") { "\($0) AND \($1)" }
        unsummedCalls =
            (parts.map { part -> SQL in "COALESCE(c.\(part.column), \(part.empty)) = \(part.value)" } + group)
            .reduce("1 = 1") { "\($0) AND \($1)" }
    }

    /// The hours that lie in one of the spans, with its place among them.
    func eachHour(
        of spans: [Range<Timestamp>], _ session: any SQLSession, _ body: (Row, Int) throws -> Void
    ) throws {
        for part in try subjectIDs(session).parts(of: Self.mostSubjects) {
            for span in spans.joined {
                let rows = try session.rows(
                    """
                    SELECT h.subject_id AS subject_id, h.at AS at, \(UsageSums.columns) FROM usage_hours h
                    WHERE h.subject_id IN (\(SQL.list(part))) AND h.at >= \(span.lowerBound) AND h.at < \(span.upperBound)
                    """)
                for row in rows {
                    let hour: Timestamp = try row["at"]
                    guard let place = spans.place(of: hour),
                        hour + .milliseconds(SumHour.length) <= spans[place].upperBound
                    else { continue }
                    try body(row, place)
                }
            }
        }
    }

    /// Asked for first, and not joined: of a join MariaDB reads every hour that a subject ever had, and only then looks which are asked for.
    private func subjectIDs(_ session: any SQLSession) throws -> [Int64] {
        try session.rows("SELECT s.id AS id FROM usage_subjects s WHERE \(subjects)").map { try $0["id"] }
    }

    /// The subjects by what is told apart in this column.
    func marks(by column: SQL, _ session: any SQLSession) throws -> [(id: Int64, row: Row)] {
        try session.rows("SELECT s.id AS id, s.\(column) AS mark FROM usage_subjects s WHERE \(subjects)").map {
            (try $0["id"], $0)
        }
    }

    /// The calls in the spans that no whole hour holds, or that are in no sum yet.
    func calls(in spans: [Range<Timestamp>], _ session: any SQLSession) throws -> [SummedCall] {
        var found: [SummedCall] = []
        for part in spans.flatMap(\.partsOfHours) {
            found += try session.rows(
                """
                SELECT \(SummedCall.columns) FROM charges c
                WHERE \(calls) AND c.created_at >= \(part.lowerBound) AND c.created_at < \(part.upperBound)
                    AND c.is_summed = 1
                """
            ).map(SummedCall.init)
        }
        var left = Self.mostUnsummed
        for span in spans.joined.reversed() where left > 0 {
            let unsummed = try session.rows(
                """
                SELECT \(SummedCall.columns) FROM charges c
                WHERE c.is_summed = 0 AND c.created_at >= \(span.lowerBound) AND c.created_at < \(span.upperBound)
                    AND \(unsummedCalls)
                ORDER BY c.created_at DESC LIMIT \(left)
                """)
            left -= unsummed.count
            found += try unsummed.map(SummedCall.init)
        }
        return found
    }
}

extension SumSubject.Grain {
    init(_ subject: UsageSubject) {
        switch subject {
        case .model: self = .model
        case .member: self = .member
        case .group: self = .group
        case .key: self = .key
        case .account: self = .account
        }
    }
}

extension Array {
    /// In parts of so many, the last one smaller.
    func parts(of most: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: most).map { self[$0..<Swift.min($0 + most, count)] }
    }
}

extension [Range<Timestamp>] {
    /// With those as one between which there is nothing: the days of a month are read at once, and today and a week ago each by itself.
    var joined: [Range<Timestamp>] {
        reduce(into: []) { joined, span in
            if let last = joined.last, last.upperBound == span.lowerBound {
                joined[joined.count - 1] = last.lowerBound..<span.upperBound
            } else {
                joined.append(span)
            }
        }
    }

    /// The one that holds `moment`, of spans that are in order.
    func place(of moment: Timestamp) -> Int? {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].upperBound <= moment { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low].contains(moment) ? low : nil
    }
}

extension Range<Timestamp> {
    /// What is left of it without its whole hours.
    fileprivate var partsOfHours: [Range<Timestamp>] {
        let (first, last) = (SumHour.ceiling(lowerBound), SumHour.floor(upperBound))
        let parts = first <= last ? [lowerBound..<first, last..<upperBound] : [self]
        return parts.filter { !$0.isEmpty }
    }
}
