internal import Database
internal import Domain

/// What some calls change in the sums of their hours, written in the transaction that marks them as summed.
struct HourSums {
    private var changes: [SumSubject: [Timestamp: Change]] = [:]

    /// Two, as what is taken away may be more than what is added.
    private struct Change {
        var added = UsageSums()
        var removed = UsageSums()
    }

    mutating func add(_ call: SummedCall) { note(call, in: \.added) }

    /// One that was added before.
    mutating func remove(_ call: SummedCall) { note(call, in: \.removed) }

    private mutating func note(_ call: SummedCall, in part: WritableKeyPath<Change, UsageSums>) {
        let (sums, hour) = (UsageSums(of: call), SumHour.floor(call.at))
        for grain in SumSubject.Grain.allCases {
            changes[SumSubject(grain, of: call), default: [:]][hour, default: Change()][keyPath: part] += sums
        }
    }

    /// Of processes that change sums one does so at a time: it took the row of the total.
    static let turn: SQL = "UPDATE usage_subjects SET grain = grain WHERE grain = \(SumSubject.Grain.total)"

    /// So many rows of one statement.
    private static let atOnce = 400

    func write(_ session: any SQLSession, _ dialect: SQLDialect) throws(DatabaseError) {
        guard !changes.isEmpty else { return }
        let ids = try subjects(session)
        var hours: [Timestamp: [(subject: Int64, change: Change)]] = [:]
        for (subject, changes) in changes {
            guard let id = ids[subject] else { throw DatabaseError(.other, "a subject of sums is not there") }
            for (hour, change) in changes { hours[hour, default: []].append((id, change)) }
        }
        for (hour, changes) in hours.sorted(by: { $0.key < $1.key }) {
            for start in stride(from: 0, to: changes.count, by: Self.atOnce) {
                try write(changes[start..<min(start + Self.atOnce, changes.count)], at: hour, session, dialect)
            }
        }
    }

    private func write(
        _ changes: ArraySlice<(subject: Int64, change: Change)>, at hour: Timestamp, _ session: any SQLSession,
        _ dialect: SQLDialect
    ) throws(DatabaseError) {
        let former = try session.rows(
            """
            SELECT h.subject_id AS subject_id, \(UsageSums.columns) FROM usage_hours h
            WHERE h.at = \(hour) AND h.subject_id IN (\(SQL.list(changes.map(\.subject))))
            """)
        var sums: [Int64: UsageSums] = [:]
        for row in former { try sums[try row["subject_id"], default: UsageSums()].add(row) }
        let rows = changes.map { subject, change -> SQL in
            var sum = sums[subject] ?? UsageSums()
            sum += change.added
            sum -= change.removed
            return sum.values(of: subject, at: hour)
        }
        // What is there is replaced, in both dialects.
        try session.execute(
            """
            REPLACE INTO usage_hours
                (subject_id, at, requests, succeeded, failed, prompt_tokens, completion_tokens, cached_tokens, cost,
                first_token, duration)
            VALUES \(SQL.list(rows))
            """)
    }

    /// The ids of all, which are made where there is none.
    private func subjects(_ session: any SQLSession) throws(DatabaseError) -> [SumSubject: Int64] {
        var ids = try knownSubjects(session)
        let missing = changes.keys.filter { ids[$0] == nil }
        guard !missing.isEmpty else { return ids }
        for start in stride(from: 0, to: missing.count, by: Self.atOnce) {
            let some = missing[start..<min(start + Self.atOnce, missing.count)]
            try session.execute(
                "INSERT INTO usage_subjects (\(SumSubject.columns)) VALUES \(SQL.list(some.map(\.values)))")
        }
        ids = try knownSubjects(session)
        return ids
    }

    /// Those of the same members, and all that are of none: few, as members have few models, keys and accounts.
    private func knownSubjects(_ session: any SQLSession) throws(DatabaseError) -> [SumSubject: Int64] {
        var ids: [SumSubject: Int64] = [:]
        for grain in SumSubject.Grain.allCases {
            let subjects = changes.keys.filter { $0.grain == grain }
            let users = Array(Set(subjects.map(\.user))).sorted()
            let keys = Array(Set(subjects.map(\.key))).sorted()
            let rows = try session.rows(
                """
                SELECT id, \(SumSubject.columns) FROM usage_subjects
                WHERE grain = \(grain) AND user_id IN (\(SQL.list(users))) AND key_id IN (\(SQL.list(keys)))
                """)
            for row in rows { ids[try SumSubject(row)] = try row["id"] }
        }
        return ids
    }
}
