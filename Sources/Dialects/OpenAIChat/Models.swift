internal import JSON
internal import Wire

extension OpenAIChat {
    /// The names in a list of models (`GET /v1/models`), in its order: `{"data": [{"id"}]}`, and what imitators make of it. Nil when it
    /// is none.
    public static func models(_ bytes: [UInt8]) -> [String]? {
        guard let json = try? LooseJSON(parsing: bytes).value else { return nil }
        guard let list = (json["data"] ?? json["models"] ?? json["data"]?["models"])?.array ?? json.array else {
            return nil
        }
        var seen: Set<Text> = []
        return list.compactMap { model -> String? in
            guard
                var name = model.text ?? model["id"]?.text ?? model["name"]?.text ?? model["model"]?.text
                    ?? model["slug"]?.text
            else { return nil }
            // Gemini's compatible address says where they stand.
            if name.hasPrefix("models/") { name = Text(Substring(name.utf8.dropFirst(7))) }
            return !name.isEmpty && seen.insert(name).inserted ? name.string : nil
        }
    }
}
