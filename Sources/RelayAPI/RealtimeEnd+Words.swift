internal import Dialects
internal import Domain
internal import JSON
internal import Web

extension RealtimeEnd {
    /// What is told before the goodbye; nil where that says it all.
    func refusal(now: Timestamp) -> RelayRefusal? {
        switch self {
        case .asker, .upstream, .stopped: nil
        case .unreadable: RelayRefusal(400, "Events are text.", code: "invalid_value")
        case .upstreamLost: RelayRefusal(502, "The upstream broke off.", code: "upstream_incomplete")
        case .refused(let error): RelayRefusal(error, now: now)
        case .tooLong: RelayRefusal(400, "The session has lasted as long as it may.", code: "session_expired")
        }
    }

    var forAsker: RealtimeClose {
        switch self {
        case .asker: RealtimeClose(1000)
        case .unreadable: RealtimeClose(1003, "events are text")
        case .upstream(let close): close
        case .upstreamLost: RealtimeClose(1011, "the upstream broke off")
        case .refused(let error): RealtimeClose(1008, error.code)
        case .stopped: RealtimeClose(1001, "the session was ended")
        case .tooLong: RealtimeClose(1001, "the session has lasted as long as it may")
        }
    }
}

extension RelayRefusal {
    /// As an event of a session, in OpenAI's words.
    var event: [UInt8] {
        let event: JSONValue = [
            "type": "error", "event_id": .string(Text("event_\(Key<RelayRefusal>.random().text)")),
            "error": OpenAIChat().body(of: reply)["error"] ?? .null,
        ]
        return event.bytes
    }
}
