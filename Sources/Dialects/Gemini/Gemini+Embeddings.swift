public import Domain
public import JSON

extension Gemini {
    /// What OpenAI's `/v1/embeddings` is asked for what `embedContent` asks, or with `isMany` `batchEmbedContents` (relay-formats.md §7).
    /// `model`: as it stands in the address. What the vectors are for (`taskType`, `title`) that format cannot say: it is a hint.
    public static func embeddings(
        from body: JSONValue, model: Text, isMany: Bool
    ) throws(Inexpressible) -> JSONValue {
        let name = Self.name(in: model)
        guard !name.isEmpty else { throw Inexpressible("model", .missing) }
        let fields = try GeminiFields(body)
        let requests = try isMany ? Self.requests(in: fields) : [fields]
        var dimensions: Int?
        var texts: [JSONValue] = []
        for request in requests {
            if let other = try request.text("model"), Self.name(in: other) != name {
                throw request.refused("model", .unsupported)
            }
            let wanted = try request.integer("outputDimensionality", from: 1, to: 1 << 20)
            guard texts.isEmpty || wanted == dimensions else {
                throw request.refused("outputDimensionality", .unsupported)
            }
            dimensions = wanted
            texts.append(.string(try Self.text(in: request)))
        }
        var asked: JSONValue = ["model": .string(name), "input": .array(texts)]
        if let dimensions { asked["dimensions"] = .integer(dimensions) }
        return asked
    }

    private static func requests(in fields: GeminiFields) throws(Inexpressible) -> [GeminiFields] {
        var requests: [GeminiFields] = []
        for (index, request) in try fields.list("requests").enumerated() {
            requests.append(try GeminiFields(request, at: "\(fields.place("requests"))[\(index)]"))
        }
        guard !requests.isEmpty else { throw fields.refused("requests", .missing) }
        return requests
    }

    /// All texts of its content.
    private static func text(in request: GeminiFields) throws(Inexpressible) -> Text {
        guard let content = try request.object("content") else { throw request.refused("content", .missing) }
        var texts: [Text] = []
        for (index, part) in try content.list("parts").enumerated() {
            let part = try GeminiFields(part, at: "\(content.place("parts"))[\(index)]")
            guard let text = try part.text("text") else { throw Inexpressible(Text(part.fields.path), .unsupported) }
            texts.append(text)
        }
        guard !texts.isEmpty else { throw content.refused("parts", .missing) }
        return Text(texts.map(\.string).joined(separator: "\n"))
    }
}
