import Domain
import HTTP
import JSON
import Web
import Wire

/// The usage log, as New API's clients read it and with our own fields beside (new-api.md §7). No text of any message.
struct Logs: Sendable {
    let usage: UsageReader

    static func routes(_ usage: UsageReader) -> [Route] {
        let logs = Logs(usage: usage)
        return [
            Route(.get, "/api/log/", .admin, logs.list),
            Route(.get, "/api/log/self", .member, logs.own),
            Route(.get, "/api/log/self/csv", .member, logs.ownFile),
            Route(.post, "/api/log/export", .admin, needsStepUp: true, takes: .json(UsageFilter.shapes), logs.export),
        ]
    }

    /// `GET /api/log/?username&token_name&model_name&channel&status&type&start_timestamp&end_timestamp`, by `cursor` or by `p`
    func list(_ call: Call) async throws(ChatError) -> Response {
        try await page(of: UsageFilter(call.request.items), for: call, sees: .all)
    }

    /// `GET /api/log/self`: one's own, whatever the filter says.
    func own(_ call: Call) async throws(ChatError) -> Response {
        try await page(of: ownFilter(call), for: call, sees: .own)
    }

    /// `GET /api/log/self/csv`
    func ownFile(_ call: Call) async throws(ChatError) -> Response {
        try UsageFile(usage: usage, filter: ownFilter(call), sees: .own).download()
    }

    /// `POST /api/log/export {filters}`
    func export(_ call: Call) async throws(ChatError) -> Response {
        let filter = try UsageFilter(await call.fields())
        try await usage.export(by: call.actor)
        return UsageFile(usage: usage, filter: filter, sees: .all).download()
    }

    private func ownFilter(_ call: Call) throws(ChatError) -> UsageFilter {
        var filter = try UsageFilter(call.request.items)
        filter.user = try call.user.id
        (filter.username, filter.account) = (nil, nil)
        return filter
    }

    private func page(of filter: UsageFilter, for call: Call, sees: UsageRow.View) async throws(ChatError) -> Response {
        let query = try PageQuery(of: call)
        guard let cursor = call.request.items["cursor"] else {
            let total = try await usage.count(filter)
            let rows = try await usage.list(filter, after: nil, query.page)
            return query.envelope(
                rows.enumerated().map { $1.json(sees, number: query.page.offset + $0 + 1) }, of: total)
        }
        let place = try cursor.isEmpty ? nil : UsagePlace(cursor)
        let rows = try await usage.list(filter, after: place, Page(offset: 0, limit: query.size + 1))
        let shown = rows.prefix(query.size)
        return .envelope([
            "items": .array(shown.enumerated().map { $1.json(sees, number: $0 + 1) }),
            "cursor": rows.count > query.size ? shown.last.map { .string($0.place.cursor) } ?? .null : .null,
        ])
    }
}

extension UsagePlace {
    /// `<milliseconds>.<id>`
    var cursor: String { "\(at.milliseconds).\(id)" }

    init(_ cursor: Text) throws(ChatError) {
        let parts = cursor.split(separator: UInt8(ascii: "."))
        guard parts.count == 2, let at = parts[0].integer, let id = Key<Charge>(parts[1].string) else {
            throw .invalid(field: "cursor", .unknown)
        }
        self.init(at: Timestamp(milliseconds: Int64(at)), id: id)
    }
}

extension UsageRow {
    var place: UsagePlace { UsagePlace(at: entry.charge.at, id: entry.charge.id) }
}
