internal import JSON

/// One change of a message, as the delta encoding `v1` writes it (mirror.md §B2.2): `{"c", "p", "o", "v"}`.
struct WebChange: Sendable {
    /// Which of the documents of the stream.
    var document: Int64 = 0
    /// Names of members and places in lists, from the document's root.
    var path: [Text] = []
    var operation: Operation = .add
    var value: JSONValue = .null

    enum Operation: String, Sendable { case add, append, replace, remove, patch, truncate }

    init() {}

    /// What is left out is as in the change before. Nil for an operation that is not known.
    init?(_ json: JSONValue, after former: WebChange) {
        self = former
        if let number = json["c"]?.integer { document = number }
        if let pointer = json["p"]?.text { path = Self.names(in: pointer) }
        if let word = json["o"]?.text {
            guard let operation = Operation(word) else { return nil }
            self.operation = operation
        }
        value = json["v"] ?? .null
    }

    /// The changes that a patch consists of, whose paths begin at its own; itself where it is none. Nil for what is no list of changes.
    var parts: [WebChange]? {
        guard operation == .patch else { return [self] }
        guard let list = value.array else { return nil }
        var parts: [WebChange] = []
        for json in list {
            var base = WebChange()
            (base.document, base.operation) = (document, .replace)
            guard var part = WebChange(json, after: base), part.operation != .patch else { return nil }
            (part.document, part.path) = (document, path + part.path)
            parts.append(part)
        }
        return parts
    }

    private static func names(in pointer: Text) -> [Text] {
        pointer.split(separator: UInt8(ascii: "/")).filter { !$0.isEmpty }
    }
}
