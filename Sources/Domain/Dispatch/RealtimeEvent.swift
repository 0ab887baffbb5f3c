internal import JSON

/// What has to be known of an event of a session: which it is, and of which answer. The rest is passed on unread, as most events are sound.
enum RealtimeEvent: Equatable {
    /// `session.update`, with where its model's name stands, if it names one.
    case update(model: String, Range<Int>)
    case begun(id: Text)
    case done(id: Text, Answer)
    case other

    /// How an answer ended.
    struct Answer: Equatable {
        var status: Text = ""
        var usage: Usage?
    }

    /// Bytes of JSON that are read of one event.
    private static let longestUsage = 8192

    /// Of the upstream: its kind stands near the start, and only answers are looked through to the end.
    init(ofUpstream text: [UInt8]) {
        self = .other
        guard let kind = Self.kind(of: text), kind == "response.created" || kind == "response.done",
            let whole = try? JSONOutline(text), let range = whole["response"]
        else { return }
        let response = Array(text[range])
        guard let outline = try? JSONOutline(response) else { return }
        let id = Self.text(outline["id"], in: response) ?? ""
        guard kind == "response.done" else {
            self = .begun(id: id)
            return
        }
        var answer = Answer(status: Self.text(outline["status"], in: response) ?? "")
        if let range = outline["usage"], range.count <= Self.longestUsage {
            answer.usage = (try? JSONValue(parsing: response[range])).flatMap(Self.usage)
        }
        self = .done(id: id, answer)
    }

    /// Of the asker. Throws for an event that names a thing twice: nobody knows which of them the upstream takes.
    init(ofAsker text: [UInt8]) throws(JSONError) {
        self = .other
        do throws(JSONError) {
            let whole = try JSONOutline(text)
            guard Self.text(whole["type"], in: text) == "session.update", let range = whole["session"] else { return }
            let session = Array(text[range])
            let outline = try JSONOutline(session)
            guard let model = outline["model"], let name = Self.text(model, in: session) else { return }
            let start = range.lowerBound + model.lowerBound
            self = .update(model: name.string, start..<start + model.count)
        } catch {
            // Any other flaw the upstream finds by itself.
            if case .duplicateKey = error { throw error }
        }
    }

    /// Nil of what is none.
    static func kind(of text: [UInt8]) -> Text? {
        guard let range = try? JSONOutline.first("type", in: text) else { return nil }
        return Self.text(range, in: text)
    }

    private static func text(_ range: Range<Int>?, in bytes: [UInt8]) -> Text? {
        guard let range, range.count <= 256, case .string(let text)? = try? JSONValue(parsing: bytes[range]) else {
            return nil
        }
        return text
    }

    private static func usage(_ json: JSONValue) -> Usage? {
        let count = { (json: JSONValue?, name: Text) in json?[name]?.integer.map { Int(clamping: $0) } }
        guard let read = count(json, "input_tokens"), let written = count(json, "output_tokens") else { return nil }
        return Usage(
            promptTokens: read, completionTokens: written,
            cachedTokens: count(json["input_token_details"], "cached_tokens") ?? 0)
    }
}
