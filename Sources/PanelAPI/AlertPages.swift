import Domain
import HTTP
import JSON
import Web
import Wire

/// Alerts: what is open and what was, when something becomes one, and when it is told.
struct AlertPages: Sendable {
    let alerts: Alerts

    static func routes(_ alerts: Alerts) -> [Route] {
        let pages = AlertPages(alerts: alerts)
        let channels = AlertChannels(alerts: alerts)
        return [
            Route(.get, "/api/alerts/", .admin, pages.open),
            Route(.get, "/api/alerts/history", .admin, pages.history),
            Route(.get, "/api/alerts/rules", .admin, pages.rules),
            Route(.put, "/api/alerts/rules", .admin, .alertRule, pages.setRule),
            Route(.put, "/api/alerts/settings", .admin, .alertSettings, pages.set),
            Route(.post, "/api/alerts/silence", .admin, .alertSilence, pages.silence),
            Route(.get, "/api/alerts/deliveries", .admin, pages.deliveries),
            Route(.get, "/api/alerts/channels", .admin, channels.list),
            Route(.post, "/api/alerts/channels", .admin, .newAlertChannel, channels.create),
            Route(.put, "/api/alerts/channels", .admin, .alertChannelChange, channels.update),
            Route(.delete, "/api/alerts/channels/:id", .admin, channels.delete),
            Route(.post, "/api/alerts/channels/:id/test", .admin, channels.test),
        ]
    }

    /// `GET /api/alerts/`: those that are open, newest first.
    func open(_ call: Call) async throws(ChatError) -> Response {
        let items = try await alerts.open()
        return .envelope(["items": .array(items.map { $0.json(in: call.language) }), "total": .integer(items.count)])
    }

    /// `GET /api/alerts/history?p&page_size`: those that are over, newest first.
    func history(_ call: Call) async throws(ChatError) -> Response {
        let query = try PageQuery(of: call)
        let found = try await alerts.history(query.page)
        return query.envelope(found.items.map { $0.json(in: call.language) }, of: found.total)
    }

    /// `GET /api/alerts/rules`: one for each kind, and what holds for all.
    func rules(_: Call) async throws(ChatError) -> Response {
        let (rules, settings) = (try await alerts.rules(), try await alerts.settings())
        return .envelope(["items": .array(rules.all.map(\.json)), "settings": settings.json])
    }

    /// `PUT /api/alerts/rules {"kind","enabled","threshold","urgent"}`: what is missing stays.
    func setRule(_ call: Call, _ change: AlertRuleChange) async throws(ChatError) -> Response {
        var rule = try await alerts.rules()[change.kind]
        rule.isEnabled = change.isEnabled ?? rule.isEnabled
        rule.threshold = change.threshold ?? rule.threshold
        rule.isUrgent = change.isUrgent ?? rule.isUrgent
        try await alerts.set(rule, by: call.actor)
        return .envelope(rule.json)
    }

    /// `PUT /api/alerts/settings {"quiet_from","quiet_to","status_public"}`: minutes after midnight; null for no quiet hours.
    func set(_ call: Call, _ settings: AlertSettingsChange) async throws(ChatError) -> Response {
        let settings = try settings.applied(to: try await alerts.settings())
        try await alerts.set(settings, by: call.actor)
        return .envelope(settings.json)
    }

    /// `POST /api/alerts/silence {"kind"} or {"id"}, {"minutes"}`: 0 minutes end it.
    func silence(_ call: Call, _ wish: AlertSilence) async throws(ChatError) -> Response {
        let span: Duration? = wish.minutes == 0 ? nil : .seconds(wish.minutes * 60)
        if let kind = wish.kind {
            try await alerts.silence(kind, for: span, by: call.actor)
        } else {
            guard let id = wish.id else { throw .invalid(field: "kind", .missing) }
            guard let key = Key<Alert>(id) else { throw .notFound }
            try await alerts.silence(key, for: span, by: call.actor)
        }
        return .envelope()
    }

    /// `GET /api/alerts/deliveries?p&page_size`: newest first.
    func deliveries(_ call: Call) async throws(ChatError) -> Response {
        let query = try PageQuery(of: call)
        let found = try await alerts.deliveries(query.page)
        return query.envelope(found.items.map { $0.json(in: call.language) }, of: found.total)
    }
}
