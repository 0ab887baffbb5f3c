public import JSON
internal import Wire

/// A Server-Sent Event as a browser would hand it on.
public struct StreamedEvent: Sendable, Equatable {
    public var id: String?
    public var name: String?
    public var data: String

    /// The whole events of a stream; comments are left out, as is what is not complete yet.
    public static func parse(_ bytes: [UInt8]) -> [StreamedEvent] {
        let text = String(decoding: bytes, as: UTF8.self)
        var events: [StreamedEvent] = []
        var event = StreamedEvent(data: "")
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if line.isEmpty {
                if !event.data.isEmpty { events.append(event) }
                event = StreamedEvent(data: "")
            } else if let value = line.value(of: "id: ") {
                event.id = value
            } else if let value = line.value(of: "event: ") {
                event.name = value
            } else if let value = line.value(of: "data: ") {
                event.data += value
            }
        }
        return events
    }

    public var isDone: Bool { data == "[DONE]" }
    /// Null when the data is not JSON.
    public var json: JSONValue { (try? JSONValue(parsing: data.utf8)) ?? .null }
}

extension Substring {
    fileprivate func value(of field: String) -> String? { hasPrefix(field) ? String(dropFirst(field.count)) : nil }
}
