import Domain
import HTTP
import JSON
import Web
import Wire

/// Calls as they begin and end, as server-sent events: first `snapshot` with the newest rows of the log, then `call` for each that begins
/// and again when it ends. Not a word of what was said.
///
/// A reader who does not keep up is cut off, as is one whose session ends or who loses their role.
struct LiveCalls: Sendable {
    let live: LiveUsage
    let clock: any WallClock

    static func routes(_ live: LiveUsage, clock: any WallClock) -> [Route] {
        let calls = LiveCalls(live: live, clock: clock)
        return [
            Route(.get, "/api/stats/live", .admin, calls.all),
            Route(.get, "/api/stats/live/self", .member, calls.own),
        ]
    }

    /// `GET /api/stats/live`
    func all(_ call: Call) async throws(ChatError) -> Response { try await stream(of: nil, to: call, sees: .all) }

    /// `GET /api/stats/live/self`
    func own(_ call: Call) async throws(ChatError) -> Response {
        try await stream(of: call.user.id, to: call, sees: .own)
    }

    private func stream(of user: ID<User>?, to call: Call, sees view: UsageRow.View) async throws(ChatError) -> Response
    {
        let principal = try call.principal
        // Taken before the head leaves, so that one too many is refused.
        let place = LivePlace(live, try live.join(of: user, by: principal.session.hash))
        let newest = try await live.newest(for: place.seat)
        return Response(
            200, headers: Self.headers,
            body: .written { [clock] writer in
                var guardian = LiveGuard(call, principal, view, clock)
                try await writer.write(Self.event("snapshot", .array(newest.map { $0.live(view) })))
                while let rows = await place.seat.next() {
                    guard await guardian.mayStay() else { return }
                    let bytes = rows.flatMap { Self.event("call", $0.live(view)) }
                    if !bytes.isEmpty {
                        try await writer.write(bytes)
                        guardian.heard()
                    } else if guardian.isSilent {
                        try await writer.write(ServerSentEvent.comment("ping"))
                        guardian.heard()
                    }
                }
            })
    }

    private static func event(_ name: Text, _ data: JSONValue) -> [UInt8] {
        ServerSentEvent(event: name, data: Text(data.serialized)).bytes
    }

    private static let headers: Headers = [
        "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no",
        "cache-control": "no-store, no-transform",
    ]
}

/// A seat for as long as somebody holds this: also a response that is never written gives it back.
private final class LivePlace: Sendable {
    let seat: LiveSeat
    private let live: LiveUsage

    init(_ live: LiveUsage, _ seat: LiveSeat) {
        self.live = live
        self.seat = seat
    }

    deinit { live.leave(seat) }
}

/// Whether somebody may still watch, and whether they have heard something lately.
private struct LiveGuard {
    private let call: Call
    private let principal: Principal
    private let view: UsageRow.View
    private let clock: any WallClock
    private var askedAt: Timestamp
    private var answeredAt: Timestamp
    private var heardAt: Timestamp

    private static let interval = Duration.seconds(1)
    /// How long a store that cannot say sends nobody away.
    private static let patience = Duration.seconds(30)
    private static let longestSilence = Duration.seconds(15)

    init(_ call: Call, _ principal: Principal, _ view: UsageRow.View, _ clock: any WallClock) {
        self.call = call
        self.principal = principal
        self.view = view
        self.clock = clock
        (askedAt, answeredAt, heardAt) = (clock.now, clock.now, clock.now)
    }

    var isSilent: Bool { clock.now >= heardAt + Self.longestSilence }

    mutating func heard() { heardAt = clock.now }

    /// Asks about once a second.
    mutating func mayStay() async -> Bool {
        let now = clock.now
        guard now >= askedAt + Self.interval else { return true }
        askedAt = now
        do {
            guard case .user(let found) = try await call.sessions.visitor(of: call.request) else { return false }
            answeredAt = now
            return found.user.id == principal.user.id && (view == .own || found.user.isAdmin)
        } catch {
            return now < answeredAt + Self.patience
        }
    }
}

extension UsageRow {
    /// `in_progress`, `completed`, `stopped`, `interrupted` or `failed`.
    private var liveStatus: String {
        switch entry.status {
        case .inProgress: "in_progress"
        case .finished: "completed"
        case .stopped: "stopped"
        case .interrupted: "interrupted"
        case .error: "failed"
        }
    }

    fileprivate func live(_ view: View) -> JSONValue {
        let charge = entry.charge
        var json: JSONValue = [
            "id": .string(charge.id.text), "request_id": .string(entry.requestID), "at": .integer(charge.at.seconds),
            "status": .string(liveStatus), "user_id": .integer(charge.payer.user.value),
            "username": .string(username), "key_name": .string(keyName), "model": .string(charge.model),
            "endpoint": .string(charge.endpoint.rawValue),
            "first_token_ms": firstTokenTime.map { .integer($0) } ?? .null,
            "duration_ms": duration.map { .integer($0) } ?? .null,
        ]
        json["prompt_tokens"] = .integer(entry.usage?.promptTokens ?? 0)
        json["completion_tokens"] = .integer(entry.usage?.completionTokens ?? 0)
        json["quota"] = .integer(entry.cost)
        json["failure"] = entry.failure.map { .string($0.rawValue) } ?? .null
        guard view == .all else { return json }
        json["channel"] = .integer(charge.account.value)
        json["channel_name"] = .string(accountNames[charge.account] ?? "")
        return json
    }
}
