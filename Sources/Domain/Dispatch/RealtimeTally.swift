internal import JSON

/// Roughly what was said in a session since its last answer ended, for upstreams that count nothing (relay-formats.md §11, *Local
/// estimate*).
struct RealtimeTally {
    private var heard = Words()
    private var said = Words()
    private var heardAs = SoundFormat.pcm
    private var saidAs = SoundFormat.pcm
    /// Of the definitions of tools: every answer after the first is given them again.
    private var tools = 0
    private var hasAnswered = false

    private struct Words {
        var sound = 0
        var text = TokenEstimate()
    }

    /// How sound is written.
    enum SoundFormat {
        case pcm
        case telephone

        /// New API counts whatever is not PCM as if it were written as telephones do.
        init(_ name: Text) { self = name == "pcm16" || name == "audio/pcm" ? .pcm : .telephone }

        var bytesPerSecond: Int { self == .pcm ? 2 * 24_000 : 8_000 }

        func milliseconds(of bytes: Int) -> Int { bytes * 1000 / bytesPerSecond }
    }

    mutating func note(ofAsker event: [UInt8]) {
        switch RealtimeEvent.kind(of: event) {
        case "input_audio_buffer.append": heard.sound += Self.soundBytes(named: "audio", in: event)
        case "conversation.item.create":
            guard let item = Self.member("item", of: event) else { return }
            for part in item["content"]?.array ?? [] {
                heard.sound += Self.decoded(part["audio"]?.text?.string.utf8.count ?? 0)
                heard.text.add(part["text"]?.text?.string ?? "")
            }
            heard.text.add(item["output"]?.text?.string ?? "")
        case "session.update":
            guard let session = Self.member("session", of: event) else { return }
            heard.text.add(session["instructions"]?.text?.string ?? "")
            if let definitions = session["tools"] {
                var estimate = TokenEstimate()
                estimate.add(definitions)
                tools = estimate.tokens
            }
        default: break
        }
    }

    mutating func note(ofUpstream event: [UInt8]) {
        switch RealtimeEvent.kind(of: event) {
        case "response.audio.delta", "response.output_audio.delta":
            said.sound += Self.soundBytes(named: "delta", in: event)
        case "response.text.delta", "response.output_text.delta", "response.audio_transcript.delta",
            "response.output_audio_transcript.delta", "response.function_call_arguments.delta":
            said.text.add(Self.member("delta", of: event)?.text?.string ?? "")
        case "session.created", "session.updated":
            guard let session = Self.member("session", of: event) else { return }
            let sound = session["audio"]
            let input = session["input_audio_format"] ?? sound?["input"]?["format"]?["type"]
            let output = session["output_audio_format"] ?? sound?["output"]?["format"]?["type"]
            if let name = input?.text { heardAs = SoundFormat(name) }
            if let name = output?.text { saidAs = SoundFormat(name) }
        default: break
        }
    }

    /// A transcript is what a session is for that makes no answers.
    mutating func note(transcriptIn event: [UInt8]) {
        said.text.add(Self.member("transcript", of: event)?.text?.string ?? "")
    }

    /// An answer has ended: what it came to. The next one begins with nothing.
    mutating func take() -> Usage {
        defer { (heard, said, hasAnswered) = (Words(), Words(), true) }
        var usage = Usage(
            // Of a second that is heard 100/0.06/60 tokens are counted, of one that is said 200/0.24/60: sound is paid as text is.
            promptTokens: heard.text.tokens + heard.sound * 1000 / (heardAs.bytesPerSecond * 36)
                + (hasAnswered ? tools : 0),
            completionTokens: said.text.tokens + said.sound * 500 / (saidAs.bytesPerSecond * 36))
        usage.soundLength = heardAs.milliseconds(of: heard.sound) + saidAs.milliseconds(of: said.sound)
        usage.isEstimate = true
        return usage
    }

    private static func soundBytes(named name: Text, in event: [UInt8]) -> Int {
        guard let range = try? JSONOutline.first(name, in: event) else { return 0 }
        return decoded(max(0, range.count - 2))
    }

    /// Four characters of base64 are three bytes.
    private static func decoded(_ characters: Int) -> Int { characters / 4 * 3 }

    private static func member(_ name: Text, of event: [UInt8]) -> JSONValue? {
        guard let range = try? JSONOutline.first(name, in: event) else { return nil }
        return try? JSONValue(parsing: event[range])
    }
}
