import Domain
import JSON
import Web
import Wire

/// Writes Server-Sent Events (WHATWG HTML, §9.2). What is written as data holds no line breaks, as JSON does not.
struct EventStream: Sendable {
    private var parts: [StreamPart] = []
    private var bytes: [UInt8] = []

    /// A comment that keeps the connection alive.
    static let ping = Array(": ping\n\n".utf8)

    /// This process stops, but not the turn, which another one runs: read on there. Without an id, so that it changes nothing
    /// of where the reader is.
    static let restarting = Array("retry: 500\nevent: server_restarting\ndata: {}\n\n".utf8)

    /// One event. `name` nil is a plain message.
    mutating func event(_ name: StaticString? = nil, _ mark: EventMark, _ data: (inout EventStream) -> Void) {
        bytes.append(contentsOf: "id: \(mark)\n".utf8)
        if let name { bytes.append(contentsOf: "event: \(name)\n".utf8) }
        bytes.append(contentsOf: "data: ".utf8)
        data(&self)
        bytes.append(contentsOf: "\n\n".utf8)
    }

    mutating func event(_ name: StaticString? = nil, _ mark: EventMark, _ data: JSONValue) {
        event(name, mark) { $0.write(data) }
    }

    /// The last event of every stream.
    mutating func done(_ mark: EventMark) { event(nil, mark) { $0.write(plain: "[DONE]") } }

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
    mutating func take() -> [StreamPart] {
        if !bytes.isEmpty { parts.append(.bytes(bytes)) }
        defer { (parts, bytes) = ([], []) }
        return parts
    }
}

// MARK: Data

extension EventStream {
    mutating func write(plain text: String) { bytes.append(contentsOf: text.utf8) }

    mutating func write(_ value: JSONValue) { value.write(to: &bytes) }

    mutating func write(quoted text: String) { JSONValue.writeQuoted(text, to: &bytes) }

    /// `value` with `text` in the place of its first `gap`.
    mutating func write(_ value: JSONValue, fillingGapWith text: StreamPart) {
        let whole = value.bytes
        guard let place = whole.firstRange(of: Self.writtenGap) else { return bytes.append(contentsOf: whole) }
        bytes.append(contentsOf: whole[..<place.lowerBound])
        bytes.append(UInt8(ascii: "\""))
        parts += [.bytes(bytes), text]
        bytes = [UInt8(ascii: "\"")] + whole[place.upperBound...]
    }

    /// A string that stands for a text while JSON is made around it. No id, no name of a model and no word of ours is it.
    static let gap = "\u{1}"
    private static let writtenGap = Array("\"\\u0001\"".utf8)
}
