internal import Database
public import Domain

/// Rules, channels, alerts and deliveries in SQL. Where a channel leads is sealed.
public struct SQLAlertStore: AlertStore {
    let store: SQLStore
    private let ring: Keyring

    init(_ store: SQLStore, _ ring: Keyring) {
        self.store = store
        self.ring = ring
    }

    // MARK: Rules

    public func rules() async throws(ChatError) -> AlertRules {
        try await store.read { session in
            AlertRules(
                try session.rows("SELECT kind, enabled, threshold, urgent, silenced_until FROM alert_rules").compactMap
                {
                    // A kind that a later version knows.
                    guard let kind = AlertKind(rawValue: try $0["kind"]) else { return nil }
                    return AlertRule(
                        kind, isEnabled: try $0["enabled"], threshold: try $0["threshold"], isUrgent: try $0["urgent"],
                        silencedUntil: try $0["silenced_until"])
                })
        }
    }

    public func set(_ rule: AlertRule) async throws(ChatError) {
        try await store.write { session in
            try session.execute("DELETE FROM alert_rules WHERE kind = \(rule.kind)")
            try session.execute(
                """
                INSERT INTO alert_rules (kind, enabled, threshold, urgent, silenced_until)
                VALUES (\(rule.kind), \(rule.isEnabled), \(rule.threshold), \(rule.isUrgent), \(rule.silencedUntil))
                """)
        }
    }

    public func settings() async throws(ChatError) -> AlertSettings {
        try await store.read { session in
            let row = try session.rows("SELECT quiet_from, quiet_to, status_public FROM alert_settings WHERE id = 1")[0]
            var settings = AlertSettings()
            let (from, to): (Int?, Int?) = (try row["quiet_from"], try row["quiet_to"])
            if let from, let to { settings.quiet = QuietHours(from: from, to: to) }
            settings.isStatusPublic = try row["status_public"]
            return settings
        }
    }

    public func set(_ settings: AlertSettings) async throws(ChatError) {
        try await store.write { session in
            try session.execute(
                """
                UPDATE alert_settings SET quiet_from = \(settings.quiet?.from), quiet_to = \(settings.quiet?.to),
                    status_public = \(settings.isStatusPublic) WHERE id = 1
                """)
        }
    }

    // MARK: Channels

    private static let channelColumns: SQL = "id, name, kind, enabled, language, sealed_target, created_at"

    public func channels() async throws(ChatError) -> [AlertChannel] {
        try await store.read { session in
            try session.rows("SELECT \(Self.channelColumns) FROM alert_channels ORDER BY name, id")
                .map { try channel($0, session) }
        }
    }

    public func channel(_ id: ID<AlertChannel>) async throws(ChatError) -> AlertChannel {
        try await store.read { session in
            let row = try session.rows("SELECT \(Self.channelColumns) FROM alert_channels WHERE id = \(id)").first
            guard let row else { throw ChatError.notFound }
            return try channel(row, session)
        }
    }

    private func channel(_ row: Row, _ session: any SQLSession) throws -> AlertChannel {
        let id: ID<AlertChannel> = try row["id"]
        let sealed: [UInt8]? = try row["sealed_target"]
        var target: AlertTarget?
        let place = SealedColumn.alertTarget.place(of: id.value)
        if let sealed, try ring.opens(sealed, for: place, session) {
            target = AlertTarget(stored: try ring.open(sealed, for: place, session))
        }
        return AlertChannel(
            id: id, name: try row["name"], kind: try row["kind"], isEnabled: try row["enabled"],
            language: try row["language"], target: target, createdAt: try row["created_at"])
    }

    public func create(_ channel: AlertChannel) async throws(ChatError) -> AlertChannel {
        try await store.write { session in
            guard try session.count("alert_channels") < AlertChannel.most else {
                throw ChatError.invalid(field: "name", .tooManyValues(most: AlertChannel.most))
            }
            try refusingDuplicates(as: .conflict(.exists)) {
                try session.execute(
                    """
                    INSERT INTO alert_channels (name, kind, enabled, language, created_at)
                    VALUES (\(channel.name), \(channel.kind), \(channel.isEnabled), \(channel.language),
                        \(channel.createdAt))
                    """)
            }
            let id = ID<AlertChannel>(session.lastInsertID)
            try seal(channel.target, of: id, session)
            return AlertChannel(
                id: id, name: channel.name, kind: channel.kind, isEnabled: channel.isEnabled,
                language: channel.language, target: channel.target, createdAt: channel.createdAt)
        }
    }

    public func update(_ channel: AlertChannel) async throws(ChatError) {
        try await store.write { session in
            guard try session.exists("alert_channels WHERE id = \(channel.id)") else { throw ChatError.notFound }
            try refusingDuplicates(as: .conflict(.exists)) {
                try session.execute(
                    """
                    UPDATE alert_channels SET name = \(channel.name), enabled = \(channel.isEnabled),
                        language = \(channel.language) WHERE id = \(channel.id)
                    """)
            }
            // One that cannot be opened stays as it is until it is entered anew.
            if let target = channel.target { try seal(target, of: channel.id, session) }
        }
    }

    private func seal(_ target: AlertTarget?, of id: ID<AlertChannel>, _ session: any SQLSession) throws {
        let place = SealedColumn.alertTarget.place(of: id.value)
        let sealed = try target.map { try ring.seal($0.stored, for: place, session) }
        try session.execute("UPDATE alert_channels SET sealed_target = \(sealed) WHERE id = \(id)")
    }

    public func delete(_ id: ID<AlertChannel>, at moment: Timestamp) async throws(ChatError) {
        try await store.write { session in
            try session.executeOnOne("DELETE FROM alert_channels WHERE id = \(id)")
            try session.execute(
                """
                UPDATE alert_deliveries SET state = \(AlertDelivery.State.failed), next_at = NULL, ended_at = \(moment),
                    result = \(AlertFailure(.deleted).result) WHERE channel_id = \(id) AND next_at IS NOT NULL
                """)
        }
    }
}
