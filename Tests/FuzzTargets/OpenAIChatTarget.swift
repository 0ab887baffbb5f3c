import Dialects
import Domain
import JSON
import Wire

/// An upstream's answer: however it is cut it is the same, also where it goes back as it came; no piece is empty, no count negative,
/// every argument belongs to a call that has begun, and after an error nothing is finished. A request that can be read can be written.
func checkOpenAIChat(_ bytes: [UInt8]) throws(Broken) {
    for raw in [nil, .events, .whole] as [RawForm?] {
        let whole = try reading([bytes], raw)
        let pieces = try reading(bytes.indices.map { [bytes[$0]] }, raw)
        try require(whole == pieces, "another answer when it comes byte by byte")
    }
    if let json = try? LooseJSON(parsing: bytes) {
        let refusal = ErrorBody(ofRefusal: json.value)
        _ = (refusal.isContextTooLong, refusal.isModelUnknown, refusal.lesson(for: json.value))
        try checkRequest(json.value)
    }
    _ = OpenAIChat.models(bytes)
}

private struct Reading: Equatable {
    var said = ""
    var raw: [JSONValue] = []
    var calls: [ToolCallHead] = []
    var end: ReplyEnd?
}

private func reading(_ pieces: [[UInt8]], _ raw: RawForm?) throws(Broken) -> Reading {
    var reader = OpenAIChat.Reader(raw: raw)
    var all: [ReplyPiece] = []
    for piece in pieces { all += reader.read(piece) }
    let (last, end) = reader.end()
    var reading = Reading(end: end)
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
    case .findings, .image, .opaque: break
    }
}

/// What was written is read as what it was written from.
private func checkRequest(_ body: JSONValue) throws(Broken) {
    let dialect = OpenAIChat()
    guard let prompt = try? dialect.prompt(from: body), let written = try? dialect.request(prompt) else { return }
    guard let again = try? dialect.prompt(from: written), let twice = try? dialect.request(again) else {
        throw Broken("a request that was written cannot be read")
    }
    try require(written == twice, "a request that is read again is another")
}
