import Dialects
import Domain
import JSON
import Wire

/// An upstream's answer: however it is cut it is the same; no piece is empty, no count negative, and after an error nothing is finished.
func checkOpenAIChat(_ bytes: [UInt8]) throws(Broken) {
    let whole = try reading([bytes])
    let pieces = try reading(bytes.indices.map { [bytes[$0]] })
    try require(whole.said == pieces.said && whole.end == pieces.end, "another answer when it comes byte by byte")
    if let json = try? LooseJSON(parsing: bytes) {
        let refusal = OpenAIChat.ErrorBody(ofRefusal: json.value)
        _ = (refusal.isContextTooLong, refusal.isModelUnknown, refusal.lesson(for: json.value))
    }
    _ = OpenAIChat.models(bytes)
}

private func reading(_ pieces: [[UInt8]]) throws(Broken) -> (said: String, end: OpenAIChat.Reader.End) {
    var reader = OpenAIChat.Reader()
    var events: [ReplyEvent] = []
    for piece in pieces { events += reader.read(piece) }
    let (last, end) = reader.end()
    var said = ""
    for event in events + last {
        switch event {
        case .text(let text), .reasoning(let text), .refusal(let text), .toolArguments(_, let text):
            try require(!text.isEmpty, "an empty piece")
            said += text
        case .usage(let usage):
            try require(min(usage.promptTokens, usage.completionTokens, usage.cachedTokens) >= 0, "a negative count")
        case .findings, .toolCall, .image, .opaque: break
        }
    }
    return (said, end)
}
