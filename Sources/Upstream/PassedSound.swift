internal import Domain
internal import JSON
internal import Wire

/// How long the sound of a call is that is passed on: what an upstream says of what it heard, or what it spoke, as the bytes tell.
struct PassedSound {
    private let call: PassedCall
    private var spoken: SoundLength
    private var start: [UInt8] = []

    /// The length stands before the text.
    private static let longestStart = 256

    /// Nil for calls that have no sound.
    init?(_ call: PassedCall, _ mediaType: Text?) {
        guard [.speech, .transcriptions, .translations].contains(call.endpoint) else { return nil }
        self.call = call
        spoken = SoundLength(ofType: mediaType ?? "")
    }

    mutating func read(_ bytes: [UInt8]) {
        if call.endpoint == .speech { return spoken.read(bytes) }
        if start.count < Self.longestStart { start += bytes.prefix(Self.longestStart - start.count) }
    }

    /// What the upstream counted, with the length; what it did not count is an estimate.
    func measured(_ usage: Usage?) -> Usage {
        if let usage, usage.soundLength > 0 { return usage }
        if usage == nil, call.endpoint != .speech, let said = duration.flatMap({ Usage(ofSoundFor: $0) }) {
            return said
        }
        var measured = usage ?? Usage(promptTokens: call.words.utf8.count / 4)
        measured.isEstimate = usage?.isEstimate ?? true
        measured.soundLength =
            call.endpoint == .speech ? spoken.milliseconds : SoundLength.guess(ofBytes: call.fileSize)
        return measured
    }

    /// As `verbose_json` says it: `{"task":"transcribe","language":"english","duration":8.47,…`.
    private var duration: Double? {
        let name = Array("\"duration\":".utf8)
        guard start.first == UInt8(ascii: "{"), let at = start.indices.first(where: { start[$0...].starts(with: name) })
        else { return nil }
        let rest = start[(at + name.count)...].drop { $0 == UInt8(ascii: " ") }
        let digits = rest.prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "}") }
        // What ends with the piece that was kept may go on.
        guard digits.endIndex < start.endIndex else { return nil }
        return (try? JSONValue(parsing: digits))?.double
    }
}
