internal import JSON

/// What has to be known of an event of a session: which it is, and of which answer. Of most, which are sound, that is nothing.
enum RealtimeEvent: Equatable {
    /// `session.update`, with where its model's name stands, if it names one.
    case update(model: String, Range<Int>)
    /// What the session is for: a conversation, or nothing but to have written down what is said.
    case session(isTranscription: Bool)
    case begun(id: Text)
    case done(id: Text, Answer)
    /// Something that was said has been written down.
    case transcribed(id: Text, Usage?)
    case other

    /// How an answer ended.
    struct Answer: Equatable {
        var status: Text = ""
        var usage: Usage?
    }

    /// Of the upstream: its kind stands near the start, and only events of these kinds are looked through to the end.
    init(ofUpstream text: [UInt8]) {
        self =
            switch Self.kind(of: text) {
            case "response.created": .begun(id: EventPart("response", of: text)?.text("id") ?? "")
            case "response.done":
                EventPart("response", of: text).map { .done(id: $0.text("id") ?? "", $0.answer) } ?? .other
            case "session.created", "session.updated":
                .session(isTranscription: EventPart("session", of: text)?.text("type") == "transcription")
            case "transcription_session.created", "transcription_session.updated": .session(isTranscription: true)
            case "conversation.item.input_audio_transcription.completed":
                EventPart(text).map { .transcribed(id: $0.text("item_id") ?? "", $0.usage) } ?? .other
            default: .other
            }
    }

    /// Of the asker. Throws for an event that names a thing twice: nobody knows which of them the upstream takes.
    init(ofAsker text: [UInt8]) throws(JSONError) {
        self = .other
        do throws(JSONError) {
            let whole = try JSONOutline(text)
            guard Self.text(whole["type"], in: text) == "session.update", let range = whole["session"] else { return }
            let session = Array(text[range])
            let outline = try JSONOutline(session)
            guard let model = outline["model"], session[model] != Array("null".utf8)[...] else { return }
            let start = range.lowerBound + model.lowerBound
            // What is no name, or too long for one, is no session's model.
            self = .update(model: Self.text(model, in: session)?.string ?? "", start..<start + model.count)
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

    fileprivate static func text(_ range: Range<Int>?, in bytes: [UInt8]) -> Text? {
        guard let range, range.count <= 256, case .string(let text)? = try? JSONValue(parsing: bytes[range]) else {
            return nil
        }
        return text
    }
}

/// An object of an event, of which a few members are read.
private struct EventPart {
    private let bytes: [UInt8]
    private let outline: JSONOutline

    /// Bytes of JSON that are read of one event.
    private static let longestUsage = 8192

    init?(_ bytes: [UInt8]) {
        guard let outline = try? JSONOutline(bytes) else { return nil }
        self.bytes = bytes
        self.outline = outline
    }

    init?(_ name: Text, of event: [UInt8]) {
        guard let range = try? JSONOutline(event)[name] else { return nil }
        self.init(Array(event[range]))
    }

    func text(_ name: Text) -> Text? { RealtimeEvent.text(outline[name], in: bytes) }

    var answer: RealtimeEvent.Answer { RealtimeEvent.Answer(status: text("status") ?? "", usage: usage) }

    /// Nil where nothing is counted.
    var usage: Usage? {
        guard let range = outline["usage"], range.count <= Self.longestUsage,
            let json = try? JSONValue(parsing: bytes[range])
        else { return nil }
        if json["type"] == "duration", let seconds = json["seconds"]?.double { return Usage(ofSoundFor: seconds) }
        let count = { (json: JSONValue?, name: Text) in json?[name]?.integer.map { Int(clamping: $0) } }
        guard let read = count(json, "input_tokens"), let written = count(json, "output_tokens") else { return nil }
        let heard = json["input_token_details"]
        return Usage(
            promptTokens: read, completionTokens: written, cachedTokens: count(heard, "cached_tokens") ?? 0,
            imageTokens: count(heard, "image_tokens") ?? 0, audioTokens: count(heard, "audio_tokens") ?? 0,
            spokenTokens: count(json["output_token_details"], "audio_tokens") ?? 0)
    }
}
