import JSON
import TestKit
import Wire

/// A client of the classic stream: the last snapshot of each message counts.
struct SnapshotClient {
    private(set) var messages: [String: JSONValue] = [:]

    init(_ events: [StreamedEvent]) {
        for message in events.compactMap({ $0.json["message"] }) {
            messages[message["id"]?.string ?? ""] = message
        }
    }
}

/// A client of delta encoding v1, written from mirror.md B2.2 alone.
struct DeltaClient {
    private(set) var documents: [Int64: JSONValue] = [:]
    private var place: (document: Int64, path: String, operation: String) = (-1, "", "")

    init(_ events: [StreamedEvent]) {
        for event in events where event.name == "delta" { apply(event.json) }
    }

    var messages: [String: JSONValue] {
        Dictionary(
            documents.values.compactMap { $0["message"] }.map { ($0["id"]?.string ?? "", $0) },
            uniquingKeysWith: { first, _ in first })
    }

    private mutating func apply(_ delta: JSONValue) {
        place.document = delta["c"]?.integer ?? place.document
        place.path = delta["p"]?.string ?? place.path
        place.operation = delta["o"]?.string ?? place.operation
        let value = delta["v"] ?? .null
        var document = documents[place.document] ?? .null
        if place.operation == "patch" {
            for change in value.array ?? [] {
                document.change(
                    (change["p"]?.string ?? "").pointer, change["o"]?.string ?? "", change["v"] ?? .null)
            }
        } else {
            document.change(place.path.pointer, place.operation, value)
        }
        documents[place.document] = document
    }
}

extension String {
    fileprivate var pointer: ArraySlice<Substring> { split(separator: "/")[...] }
}

extension JSONValue {
    fileprivate mutating func change(_ path: ArraySlice<Substring>, _ operation: String, _ value: JSONValue) {
        guard let first = path.first else {
            self = operation == "append" ? .string((string ?? "") + (value.string ?? "")) : value
            return
        }
        switch self {
        case .array(var elements):
            elements[Int(first)!].change(path.dropFirst(), operation, value)
            self = .array(elements)
        default:
            var member = self[Text(first)] ?? .null
            member.change(path.dropFirst(), operation, value)
            self[Text(first)] = member
        }
    }
}

extension JSONValue {
    /// The words of a message, whatever its kind.
    var words: String {
        self["content"]?["parts"]?[0]?.string ?? self["content"]?["thoughts"]?[0]?["content"]?.string ?? ""
    }

    var status: String { self["status"]?.string ?? "" }
}
