internal import Dialects
internal import Domain
internal import Wire

/// Makes an answer of the bytes of a 200: a stream of events, or one JSON text from an upstream that does not stream.
///
/// A class, because it lives in the frame of a task for as long as the answer takes.
final class AnswerReader {
    private let redaction: Redaction
    private var form = Form.unknown
    /// All of an answer that is not streamed; of a stream, its beginning.
    private var text: [UInt8] = []
    private var parser = ServerSentEventParser()
    private var finish: FinishReason?
    private var failure: UpstreamFailure?
    private var sawEnd = false
    private var sawText = false
    private var eventCount = 0
    private var textSize = 0
    private var lastUsage: Usage?

    private enum Form { case unknown, events, json }
    private static let eventLimit = 1_000_000
    /// In bytes, reasoning included. A statement to MariaDB has 16 MiB at most unless somebody set more.
    private static let textLimit = 12 << 20

    init(_ redaction: Redaction) { self.redaction = redaction }

    /// Nothing that may still come matters.
    var isDone: Bool { sawEnd || failure != nil }
    /// The upstream has said how its answer ended.
    var isFinished: Bool { finish != nil }

    /// The pieces of the answer in these bytes. An error shows in `isDone` and at `end`.
    func read(_ bytes: [UInt8]) -> [ReplyEvent] {
        if form != .events { text += bytes }
        if form == .unknown { chooseForm() }
        guard form == .events else { return [] }
        parser.feed(bytes)
        var pieces: [ReplyEvent] = []
        do throws(ServerSentEventError) {
            while !isDone, let event = try parser.next() { pieces += read(event) }
        } catch {
            fail(.upstreamBadAnswer, "an event of more than 8 MiB")
        }
        return pieces
    }

    /// What is left at the end of the body, and how it all ended.
    func end() -> ([ReplyEvent], Result<FinishReason, UpstreamFailure>) {
        let rest = form == .json ? readWhole() : []
        if let failure { return (rest, .failure(failure)) }
        if let finish { return (rest, .success(finish)) }
        if sawEnd, sawText { return (rest, .success(.stop)) }
        if sawEnd {
            fail(.upstreamBadAnswer, "an answer without text and without a finish reason")
        } else if form == .events, !beginsLikeEvents {
            fail(.upstreamBadAnswer, "neither events nor JSON")
        } else {
            fail(.upstreamIncomplete, "the stream ended before the answer did")
        }
        return (rest, .failure(failure!))
    }
}

extension AnswerReader {
    /// By what it begins with; the declared type is often wrong.
    private func chooseForm() {
        text = Array(text.drop { $0 <= 32 || [0xEF, 0xBB, 0xBF].contains($0) })
        guard let first = text.first else { return }
        form = first == UInt8(ascii: "{") ? .json : .events
        if first == UInt8(ascii: "<") { fail(.upstreamBadAnswer, "a page instead of an answer") }
    }

    private var beginsLikeEvents: Bool {
        [":", "data", "event", "id", "retry"].contains { text.starts(with: $0.utf8.prefix(text.count)) }
    }

    private func read(_ event: ServerSentEvent) -> [ReplyEvent] {
        eventCount += 1
        guard eventCount <= Self.eventLimit else { return fail(.upstreamBadAnswer, "more than a million events") }
        guard !event.data.isEmpty else { return [] }
        guard event.data != OpenAIChat.done else {
            sawEnd = true
            return []
        }
        guard let json = try? JSONValue(parsing: event.data.utf8, duplicates: .keepFirst) else {
            return fail(.upstreamBadAnswer, "an event that is not JSON")
        }
        if event.event == "error" { return refuse(OpenAIChat.ErrorBody(ofRefusal: json)) }
        return take(OpenAIChat.reply(json) ?? .init())
    }

    private func readWhole() -> [ReplyEvent] {
        guard let json = try? JSONValue(parsing: text, duplicates: .keepFirst), let reply = OpenAIChat.reply(json)
        else {
            return fail(.upstreamBadAnswer, "JSON that is broken or not an answer")
        }
        sawEnd = true
        return take(reply)
    }

    private func take(_ reply: OpenAIChat.Reply) -> [ReplyEvent] {
        if let error = reply.error { return refuse(error) }
        finish = reply.finish ?? finish
        textSize += reply.events.reduce(0) { $0 + $1.textSize }
        guard textSize <= Self.textLimit else { return fail(.upstreamBadAnswer, "an answer of more than 12 MiB") }
        return reply.events.filter { event in
            switch event {
            case .text: sawText = true
            case .usage(let usage):
                // Some upstreams repeat it in every chunk.
                defer { lastUsage = usage }
                return usage != lastUsage
            case .reasoning: break
            }
            return true
        }
    }

    private func refuse(_ error: OpenAIChat.ErrorBody) -> [ReplyEvent] {
        let code: TurnFailure = error.isContextTooLong ? .contextTooLong : .upstreamError
        failure = UpstreamFailure(code, status: 200, detail: redaction.clean(error))
        return []
    }

    @discardableResult
    private func fail(_ code: TurnFailure, _ detail: String) -> [ReplyEvent] {
        failure = UpstreamFailure(code, status: 200, detail: detail)
        return []
    }
}

extension ReplyEvent {
    fileprivate var textSize: Int {
        switch self {
        case .text(let text), .reasoning(let text): text.utf8.count
        case .usage: 0
        }
    }
}
