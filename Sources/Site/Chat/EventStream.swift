import Domain
import Wire

/// Writes Server-Sent Events (WHATWG HTML, §9.2). What is written as data holds no line breaks, as JSON does not.
struct EventStream: Sendable {
    private(set) var bytes: [UInt8] = []

    /// A comment that keeps the connection alive.
    static let ping = Array(": ping\n\n".utf8)

    /// This process stops, but not the turn, which another one runs: read on there. Without an id, so that it changes nothing
    /// of where the reader is.
    static let restarting = Array("retry: 500\nevent: server_restarting\ndata: {}\n\n".utf8)

    /// One event. `name` nil is a plain message.
    mutating func event(_ name: StaticString? = nil, _ mark: EventMark, _ data: (inout [UInt8]) -> Void) {
        bytes.append(contentsOf: "id: \(mark)\n".utf8)
        if let name { bytes.append(contentsOf: "event: \(name)\n".utf8) }
        bytes.append(contentsOf: "data: ".utf8)
        data(&bytes)
        bytes.append(contentsOf: "\n\n".utf8)
    }

    mutating func event(_ name: StaticString? = nil, _ mark: EventMark, _ data: JSONValue) {
        event(name, mark) { data.write(to: &$0) }
    }

    /// The last event of every stream.
    mutating func done(_ mark: EventMark) { event(nil, mark) { $0.append(contentsOf: "[DONE]".utf8) } }

    /// What stopped the turn, if something did (chatmirror.md §3).
    mutating func failure(of picture: TurnPicture, in language: Language) {
        guard let failure = picture.end?.failure else { return }
        event(
            "error", picture.mark,
            [
                "error": failure.json(in: language),
                "conversation_id": .string(picture.turn.conversation.text),
            ])
    }

    /// What has been written, which is then forgotten.
    mutating func take() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }
}
