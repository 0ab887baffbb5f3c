import Dialects
import Domain
import Wire

/// An upstream's answer, as a stream of events and as one JSON text: no piece is empty, no count negative.
func checkOpenAIChat(_ bytes: [UInt8]) throws(Broken) {
    for event in EventReading([bytes]).events { try checkReply(Array(event.data.utf8)) }
    try checkReply(bytes)
}

private func checkReply(_ bytes: [UInt8]) throws(Broken) {
    guard let json = try? JSONValue(parsing: bytes, duplicates: .keepFirst) else { return }
    let refusal = OpenAIChat.ErrorBody(ofRefusal: json)
    _ = (refusal.isContextTooLong, refusal.isModelUnknown, refusal.wantsMaxCompletionTokens)
    guard let reply = OpenAIChat.reply(json) else { return }
    try require(reply.error == nil || reply.events.isEmpty, "an error with an answer")
    for event in reply.events {
        switch event {
        case .text(let text), .reasoning(let text): try require(!text.isEmpty, "an empty piece")
        case .usage(let usage):
            try require(
                min(usage.promptTokens, usage.completionTokens, usage.cachedTokens) >= 0, "a negative count")
        }
    }
}
