import Domain
import HTTP
import JSON
import Web
import Wire

/// The usage log as a file for spreadsheets: CSV (RFC 4180), newest first, with a byte order mark, by which they know UTF-8.
struct UsageFile: Sendable {
    let usage: UsageReader
    let filter: UsageFilter
    let sees: UsageRow.View

    /// So many rows are in memory at a time.
    private static let stride = 500

    func download() -> Response {
        Response(
            200,
            headers: [
                "content-type": "text/csv; charset=utf-8",
                "content-disposition": "attachment; filename=\"chatmirror-usage.csv\"",
            ],
            body: .written { [self] writer in
                try await writer.write([0xEF, 0xBB, 0xBF] + Self.line(columns.map(\.name)))
                var place: UsagePlace?
                while true {
                    let rows = try await usage.list(filter, after: place, Page(offset: 0, limit: Self.stride))
                    guard let last = rows.last else { return }
                    try await writer.write(rows.flatMap { row in Self.line(columns.map { $0.value(row) }) })
                    place = last.place
                }
            })
    }

    private typealias Column = (name: String, value: (UsageRow) -> String)

    private var columns: [Column] {
        let people: [Column] = sees == .all ? [("username", { $0.username })] : []
        let accounts: [Column] = sees == .all ? [("account", { $0.accountNames[$0.entry.charge.account] ?? "" })] : []
        let common: [Column] = [
            ("time", { $0.entry.charge.at.iso8601 }), ("key", { $0.keyName }),
            ("endpoint", { $0.entry.charge.endpoint.rawValue }), ("model", { $0.entry.charge.model }),
        ]
        let numbers: [Column] = [
            ("status", { $0.statusName }), ("first_token_ms", { $0.firstTokenTime.map(String.init) ?? "" }),
            ("duration_ms", { $0.duration.map(String.init) ?? "" }),
            ("prompt_tokens", { $0.entry.usage.map { "\($0.promptTokens)" } ?? "" }),
            ("completion_tokens", { $0.entry.usage.map { "\($0.completionTokens)" } ?? "" }),
            ("cached_tokens", { $0.entry.usage.map { "\($0.cachedTokens)" } ?? "" }), ("units", { "\($0.units)" }),
            ("attempts", { row in row.entry.attempts.map { $0.failure?.rawValue ?? "ok" }.joined(separator: " ") }),
            ("stop_reason", { $0.stopReason }), ("request_id", { $0.entry.requestID }),
            ("quota", { "\($0.entry.cost)" }),
            ("estimated", { $0.entry.usage?.isEstimate == true ? "yes" : "" }),
        ]
        return [common[0]] + people + common.dropFirst() + accounts + numbers
    }

    private static func line(_ cells: [String]) -> [UInt8] {
        Array((cells.map(cell).joined(separator: ",") + "\r\n").utf8)
    }

    /// A name that begins like a formula is none: spreadsheets run what they take for one.
    private static func cell(_ text: String) -> String {
        var bytes = Array(text.utf8)
        if let first = bytes.first, "=+-@\t\r".utf8.contains(first) { bytes.insert(UInt8(ascii: "'"), at: 0) }
        guard bytes.contains(where: { "\",\r\n".utf8.contains($0) }) else {
            return String(decoding: bytes, as: UTF8.self)
        }
        let quoted = bytes.flatMap { $0 == UInt8(ascii: "\"") ? [$0, $0] : [$0] }
        return "\"\(String(decoding: quoted, as: UTF8.self))\""
    }
}
