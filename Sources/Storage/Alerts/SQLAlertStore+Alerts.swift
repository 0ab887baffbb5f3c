internal import Database
public import Domain
internal import JSON

extension SQLAlertStore {
    private static let columns: SQL = """
        id, kind, subject_kind, subject_id, subject_name, facts, opened_at, seen_at, closed_at, settle_ms, told_at, \
        told_grouped, recovery_told_at, recovery_grouped, silenced_until
        """
    private static let mostCurrent = 5000

    public func current(since moment: Timestamp) async throws(ChatError) -> [Alert] {
        try await alerts(
            """
            WHERE closed_at IS NULL OR closed_at > \(moment) OR recovery_told_at > \(moment)
                OR (told_at IS NOT NULL AND recovery_told_at IS NULL)
            ORDER BY opened_at DESC, id LIMIT \(Self.mostCurrent)
            """)
    }

    public func open() async throws(ChatError) -> [Alert] {
        try await alerts("WHERE closed_at IS NULL ORDER BY opened_at DESC, id LIMIT \(AlertBook.mostOpen)")
    }

    public func history(_ page: Page) async throws(ChatError) -> Listing<Alert> {
        let items = try await alerts("WHERE closed_at IS NOT NULL ORDER BY closed_at DESC, id \(SQL.page(page))")
        return Listing(items: items, total: try await store.read { try $0.count("alerts WHERE closed_at IS NOT NULL") })
    }

    public func alert(_ id: Key<Alert>) async throws(ChatError) -> Alert {
        guard let found = try await alerts("WHERE id = \(id)").first else { throw .notFound }
        return found
    }

    private func alerts(_ choice: SQL) async throws(ChatError) -> [Alert] {
        try await store.read { session in
            try session.rows("SELECT \(Self.columns) FROM alerts \(choice)").compactMap(Alert.init)
        }
    }

    public func apply(_ changes: AlertBook.Changes) async throws(ChatError) {
        guard !changes.isEmpty else { return }
        try await store.write { session in
            for alert in changes.opened where try !session.exists("alerts WHERE open_key = \(alert.key)") {
                try Self.insert(alert, session)
            }
            for alert in changes.seen + changes.closed {
                try session.execute(
                    """
                    UPDATE alerts SET facts = \(alert.facts.json.serialized), seen_at = \(alert.seenAt),
                        closed_at = \(alert.closedAt), open_key = \(alert.isOpen ? alert.key : nil),
                        recovery_told_at = \(alert.recoveryTold?.at)
                    WHERE id = \(alert.id) AND closed_at IS NULL
                    """)
            }
        }
    }

    private static func insert(_ alert: Alert, _ session: any SQLSession) throws {
        try session.execute(
            """
            INSERT INTO alerts (\(columns), open_key)
            VALUES (\(alert.id), \(alert.kind), \(alert.subject.kind), \(alert.subject.id),
                \(alert.subject.name.cut(255)), \(alert.facts.json.serialized), \(alert.openedAt), \(alert.seenAt),
                \(alert.closedAt), \(alert.settle.inMilliseconds), \(alert.told?.at), \(alert.told?.isGrouped ?? false),
                \(alert.recoveryTold?.at), \(alert.recoveryTold?.isGrouped ?? false), \(alert.silencedUntil),
                \(alert.isOpen ? alert.key : nil))
            """)
    }

    public func record(_ alert: Alert) async throws(ChatError) {
        try await store.write { session in
            try session.execute("DELETE FROM alerts WHERE id = \(alert.id)")
            if alert.isOpen, try session.exists("alerts WHERE open_key = \(alert.key)") { return }
            try Self.insert(alert, session)
        }
    }

    public func silence(_ id: Key<Alert>, until moment: Timestamp?) async throws(ChatError) {
        try await store.write { session in
            guard try session.exists("alerts WHERE id = \(id)") else { throw ChatError.notFound }
            try session.execute("UPDATE alerts SET silenced_until = \(moment) WHERE id = \(id)")
        }
    }

    public func tell(
        _ notice: AlertNotice, of alerts: [Key<Alert>], _ deliveries: [AlertDelivery]
    ) async throws(ChatError) {
        let change: SQL =
            notice.kind == .recovered
            ? "recovery_told_at = \(notice.at), recovery_grouped = \(notice.isGrouped)"
            : "told_at = \(notice.at), told_grouped = \(notice.isGrouped)"
        try await store.write { session in
            for id in alerts { try session.execute("UPDATE alerts SET \(change) WHERE id = \(id)") }
            for delivery in deliveries { try Self.insert(delivery, session) }
        }
    }
}

// MARK: Deliveries

extension SQLAlertStore {
    private static let deliveryColumns: SQL = """
        id, channel_id, channel_name, notice, state, attempts, next_at, result, created_at, ended_at
        """

    private static func insert(_ delivery: AlertDelivery, _ session: any SQLSession) throws {
        try session.execute(
            """
            INSERT INTO alert_deliveries (\(deliveryColumns))
            VALUES (\(delivery.id), \(delivery.channel), \(delivery.channelName), \(delivery.notice.stored),
                \(delivery.state), \(delivery.attempts), \(delivery.nextAt), \(delivery.result), \(delivery.createdAt),
                \(delivery.endedAt))
            """)
    }

    public func save(_ delivery: AlertDelivery) async throws(ChatError) {
        try await store.write { session in
            try session.execute("DELETE FROM alert_deliveries WHERE id = \(delivery.id)")
            try Self.insert(delivery, session)
        }
    }

    public func due(at moment: Timestamp, atMost count: Int) async throws(ChatError) -> [AlertDelivery] {
        try await deliveries(
            "WHERE next_at <= \(moment) ORDER BY next_at, id LIMIT \(count)")
    }

    public func deliveries(_ page: Page) async throws(ChatError) -> Listing<AlertDelivery> {
        let items = try await deliveries("ORDER BY created_at DESC, id \(SQL.page(page))")
        return Listing(items: items, total: try await store.read { try $0.count("alert_deliveries") })
    }

    private func deliveries(_ choice: SQL) async throws(ChatError) -> [AlertDelivery] {
        try await store.read { session in
            try session.rows("SELECT \(Self.deliveryColumns) FROM alert_deliveries \(choice)").compactMap { row in
                let stored: String = try row["notice"]
                guard let notice = AlertNotice(stored: stored) else { return nil }
                return AlertDelivery(
                    id: try row["id"], notice, through: try row["channel_id"], named: try row["channel_name"],
                    state: try row["state"], attempts: try row["attempts"], result: try row["result"],
                    createdAt: try row["created_at"], nextAt: try row["next_at"], endedAt: try row["ended_at"])
            }
        }
    }

    public func purge(alertsBefore moment: Timestamp, deliveriesBefore other: Timestamp) async throws(ChatError) {
        try await store.write { session in
            try session.execute("DELETE FROM alerts WHERE closed_at < \(moment)")
            try session.execute("DELETE FROM alert_deliveries WHERE created_at < \(other) AND next_at IS NULL")
        }
    }
}

extension Alert {
    /// Nil for a kind that a later version knows.
    fileprivate init?(_ row: Row) throws {
        guard let kind = AlertKind(rawValue: try row["kind"]),
            let subject = AlertSubject.Kind(rawValue: try row["subject_kind"])
        else { return nil }
        let facts: String = try row["facts"]
        self.init(
            id: try row["id"], kind, of: AlertSubject(subject, try row["subject_id"], name: try row["subject_name"]),
            AlertFacts((try? JSONValue(parsing: facts.utf8)) ?? [:]), at: try row["opened_at"],
            settle: .milliseconds(try row["settle_ms"] as Int64))
        (seenAt, closedAt, silencedUntil) = (try row["seen_at"], try row["closed_at"], try row["silenced_until"])
        let (told, recovery): (Timestamp?, Timestamp?) = (try row["told_at"], try row["recovery_told_at"])
        let (isGrouped, isRecoveryGrouped): (Bool, Bool) = (try row["told_grouped"], try row["recovery_grouped"])
        self.told = told.map { Told(at: $0, isGrouped: isGrouped) }
        recoveryTold = recovery.map { Told(at: $0, isGrouped: isRecoveryGrouped) }
    }
}
