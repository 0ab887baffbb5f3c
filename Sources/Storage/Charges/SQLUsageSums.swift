internal import Database
public import Domain

/// Sums of the log in SQL: the hours that are summed, and beside them the rows that are not yet, by their index.
///
/// Where a span begins or ends within an hour, the rows of that part of it are read.
public struct SQLUsageSums: UsageSumsStore {
    let store: SQLStore

    init(_ store: SQLStore) { self.store = store }

    /// So many rows a transaction, of so many hours at most.
    private static let portion = 500
    private static let mostHours = 24

    public func sumSome() async throws(ChatError) -> Bool {
        try await store.write { session in
            try session.execute(HourSums.turn)
            let found = try session.rows(
                """
                SELECT c.id AS id, c.created_at AS created_at FROM charges c
                WHERE c.is_summed = 0 AND c.ended_at IS NOT NULL ORDER BY c.created_at DESC LIMIT \(Self.portion)
                """)
            var (ids, hours): ([Key<Charge>], Set<Timestamp>) = ([], [])
            for row in found {
                hours.insert(SumHour.floor(try row["created_at"]))
                if hours.count > Self.mostHours { break }
                ids.append(try row["id"])
            }
            guard !ids.isEmpty else { return false }
            // It is written over only by those who have its row, and then is another one.
            let those: SQL = "id IN (\(SQL.list(ids)))"
            try session.execute(
                "UPDATE charges SET is_summed = 1 WHERE \(those) AND is_summed = 0 AND ended_at IS NOT NULL")
            var sums = HourSums()
            for row in try session.rows(
                "SELECT \(SummedCall.columns) FROM charges c WHERE \(those) AND is_summed = 1")
            {
                sums.add(try SummedCall(row))
            }
            try sums.write(session, store.database.dialect)
            return found.count == Self.portion || ids.count < found.count
        }
    }

    public func running(of user: ID<User>?) async throws(ChatError) -> Int {
        try await store.read { session in
            let whose: SQL = if let user { " AND COALESCE(user_id, 0) = \(user)" } else { "" }
            return try session.count("charges WHERE status = \(Message.Status.inProgress)\(whose)")
        }
    }

    public func sums(of filter: UsageSumsFilter, in spans: [Range<Timestamp>]) async throws(ChatError) -> [UsageSums] {
        guard !spans.isEmpty else { return [] }
        return try await store.read { session in
            let filter = try SumCondition(filter, session)
            var sums = Array(repeating: UsageSums(), count: spans.count)
            try filter.eachHour(of: spans, session) { row, place in try sums[place].add(row) }
            for call in try filter.calls(in: spans, session) {
                if let place = spans.place(of: call.at) { sums[place] += UsageSums(of: call) }
            }
            return sums
        }
    }

    public func hours(
        of filter: UsageSumsFilter, beginningIn range: ClosedRange<Timestamp>
    ) async throws(ChatError) -> [UsageHour] {
        let (start, last) = (SumHour.ceiling(range.lowerBound), SumHour.floor(range.upperBound))
        guard start <= last else { return [] }
        let span = start..<(last + .milliseconds(SumHour.length))
        return try await store.read { session in
            let filter = try SumCondition(filter, session, by: .model)
            var sums: [Place: UsageSums] = [:]
            var models: [Int64: String] = [:]
            for subject in try filter.marks(by: "model", session) { models[subject.id] = try subject.row["mark"] }
            try filter.eachHour(of: [span], session) { row, _ in
                guard let model = models[try row["subject_id"]] else { return }
                try sums[Place(at: try row["at"], model: model), default: UsageSums()].add(row)
            }
            for call in try filter.calls(in: [span], session) {
                sums[Place(at: SumHour.floor(call.at), model: call.model), default: UsageSums()] += UsageSums(of: call)
            }
            return sums.sorted { ($0.key.at, $0.key.model) < ($1.key.at, $1.key.model) }.map {
                UsageHour(at: $0.key.at, model: $0.key.model, sums: $0.value)
            }
        }
    }

    private struct Place: Hashable {
        let at: Timestamp
        let model: String
    }
}
