import Dialects
import Domain
import JSON
import Wire

/// An upstream's answer in a format: however it is cut it is the same, also where it goes back as it came; no piece is empty, no count
/// negative, every argument belongs to a call that has begun, and after an error nothing is finished. What was read can be written in every
/// format, and a request that can be read can be written.
func checkDialect(_ dialect: any Dialect, _ bytes: [UInt8]) throws(Broken) {
    for raw in [nil, .events, .whole] as [RawForm?] {
        let whole = try reading([bytes], raw, dialect)
        let pieces = try reading(bytes.indices.map { [bytes[$0]] }, raw, dialect)
        try require(whole == pieces, "another answer when it comes byte by byte")
        guard raw == nil else { continue }
        for name in DialectName.allCases { try write(whole, in: name.dialect) }
    }
    guard let json = try? LooseJSON(parsing: bytes) else { return }
    let refusal = ErrorBody(ofRefusal: json.value)
    _ = (refusal.isContextTooLong, refusal.isModelUnknown, refusal.status, refusal.learnedOption(for: json.value))
    try checkRequest(json.value, dialect)
}

/// What is true of Chat Completions besides.
func checkOpenAIChat(_ bytes: [UInt8]) throws(Broken) {
    try checkDialect(OpenAIChat(), bytes)
    _ = OpenAIChat.models(bytes)
}

private struct Reading: Equatable {
    var said = ""
    var raw: [JSONValue] = []
    var calls: [ToolCallHead] = []
    var pieces: [ReplyPiece] = []
    var end: ReplyEnd?

    /// How it was cut into pieces is no matter.
    static func == (left: Self, right: Self) -> Bool {
        left.said == right.said && left.raw == right.raw && left.calls == right.calls && left.end == right.end
    }
}

private func reading(_ pieces: [[UInt8]], _ raw: RawForm?, _ dialect: any Dialect) throws(Broken) -> Reading {
    var reader = dialect.reader(raw: raw)
    var all: [ReplyPiece] = []
    for piece in pieces { all += reader.read(piece) }
    let (last, end) = reader.end(isBroken: false)
    var reading = Reading(pieces: all + last, end: end)
    for piece in all + last {
        if let raw = piece.raw { reading.raw.append(raw) }
        for event in piece.events { try note(event, in: &reading) }
    }
    return reading
}

private func note(_ event: ReplyEvent, in reading: inout Reading) throws(Broken) {
    switch event {
    case .text(let text), .reasoning(let text), .refusal(let text):
        try require(!text.isEmpty, "an empty piece")
        reading.said += text
    case .toolCall(let call):
        try require(call.index == reading.calls.count && !call.id.isEmpty && !call.name.isEmpty, "a call out of order")
        reading.calls.append(call)
    case .toolArguments(let index, let text):
        try require(!text.isEmpty && reading.calls.indices.contains(index), "arguments of no call")
        reading.said += text
    case .usage(let usage):
        let counts = [usage.promptTokens, usage.completionTokens, usage.cachedTokens, usage.reasoningTokens]
        try require(counts.allSatisfy { $0 >= 0 }, "a negative count")
    case .toolStep, .source, .findings, .image, .opaque: break
    }
}

/// A stream that is written is a row of events; a whole answer is JSON.
private func write(_ reading: Reading, in dialect: any Dialect) throws(Broken) {
    for streams in [true, false] {
        var writer = dialect.writer(
            ReplyHead(id: "id", created: 0, model: "m", streams: streams, reportsUsage: true))
        var bytes: [UInt8] = []
        for piece in reading.pieces { bytes += writer.write(ReplyPiece(piece.events)) }
        if case .finished(let reason) = reading.end {
            bytes += writer.end(reason)
        } else {
            bytes += writer.fail(ErrorReply(status: 503, "It broke."))
        }
        if streams {
            let events = EventReading([bytes], limit: 1 << 20)
            try require(events.error == nil && !events.isInside, "half an event of \(dialect.name)")
        } else {
            try require((try? JSONValue(parsing: bytes)) != nil, "an answer in \(dialect.name) that is no JSON")
        }
    }
}

/// What was written is read as what it was written from.
private func checkRequest(_ body: JSONValue, _ dialect: any Dialect) throws(Broken) {
    guard let prompt = try? dialect.prompt(from: body) else { return }
    for name in DialectName.allCases { _ = try? name.dialect.request(prompt) }
    guard let written = try? dialect.request(prompt) else { return }
    guard let again = try? dialect.prompt(from: written), let twice = try? dialect.request(again) else {
        throw Broken("a request that was written cannot be read")
    }
    try require(written == twice, "a request that is read again is another")
}
