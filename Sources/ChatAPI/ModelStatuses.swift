import Domain
import HTTP
import JSON
import Web
import Wire

/// How available the models were that the member may use.
struct ModelStatuses: Sendable {
    let availability: Availability

    /// `GET /backend-api/availability`: of each model thirty days, oldest first; null where nobody asked.
    func list(_ call: Call) async throws(ChatError) -> Response {
        let found = try await availability.own(of: call.user.id)
        return .json(["items": .array(found.map(\.json))])
    }
}

extension ModelAvailability {
    fileprivate var json: JSONValue {
        [
            "model": .string(model), "percent": percent.map { .double($0) } ?? .null,
            "days": .array(
                days.map { ["at": .integer($0.start.seconds), "percent": $0.percent.map { .double($0) } ?? .null] }),
        ]
    }
}
