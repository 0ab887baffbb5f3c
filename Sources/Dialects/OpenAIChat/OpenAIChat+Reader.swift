public import Domain
internal import JSON
internal import Wire

extension OpenAIChat {
    /// Makes an answer of the bytes of a 200, under one rule: it is finished at `[DONE]`, or at the end of the body after a finish
    /// reason; with neither it is incomplete; never with an error anywhere in it. What cannot be read is left out and counted.
    public struct Reader: Sendable {
        private var events = AnswerEvents()
        private var text = AnswerChannel()
        private var thoughts = AnswerChannel()
        private var tags = ThoughtTags()

        private var finish: FinishReason?
        private var sawEnd = false
        private var failure: End?
        private var remark: ErrorBody?
        /// Values that are JSON, and of them those that have anything of an answer.
        private var valueCount = 0
        private var answerCount = 0
        private var eventCount = 0
        private var textSize = 0
        private var lastUsage: Usage?
        /// Events that could not be read.
        public private(set) var unreadableCount = 0
        /// What ended the answer so far, if nothing was said after it.
        public private(set) var lastWord = LastWord.none

        private static let eventLimit = 1_000_000
        /// In bytes, reasoning included. A statement to MariaDB has 16 MiB at most unless somebody set more.
        private static let textLimit = 12 << 20

        /// Whether a finish reason is the last thing that was said. Some send one with every word.
        public enum LastWord: Sendable { case none, finishAfterText, finishWithText }

        public enum End: Sendable, Equatable {
            case finished(FinishReason)
            /// The upstream says what went wrong.
            case refused(ErrorBody)
            /// It is no answer; for an administrator.
            case bad(String)
            case incomplete
        }

        public init() {}

        /// Nothing that may still come matters.
        public var isDone: Bool { sawEnd || failure != nil }
    }
}

extension OpenAIChat.Reader {
    /// The pieces of the answer in these bytes.
    public mutating func read(_ bytes: [UInt8]) -> [ReplyEvent] {
        guard !isDone else { return [] }
        do throws(ServerSentEventError) { return take(try events.read(bytes)) } catch { return fail(error) }
    }

    /// What is left at the end of the body, and how it all ended. `isBroken`: the connection broke before.
    public mutating func end(isBroken: Bool = false) -> ([ReplyEvent], End) {
        var pieces: [ReplyEvent] = []
        if !isDone {
            do throws(ServerSentEventError) { pieces = take(try events.end()) } catch { pieces = fail(error) }
        }
        pieces += speak(.reasoning(thoughts.end())) + speak(.text(text.end()))
        pieces += tags.end().map(\.event)
        return (pieces, failure ?? end(isBroken))
    }

    private func end(_ isBroken: Bool) -> End {
        if sawEnd, answerCount > 0 || unreadableCount == 0 { return .finished(finish ?? .stop) }
        if isBroken { return lastWord == .finishAfterText ? .finished(finish ?? .stop) : .incomplete }
        if let finish { return .finished(finish) }
        // One JSON text is whole by itself.
        if valueCount == 1, answerCount == 1, events.isText { return .finished(.stop) }
        if events.isPage { return .bad("a page instead of an answer" + title(of: events.page)) }
        if answerCount > 0 || events.wasCut { return .incomplete }
        if let remark { return .refused(remark) }
        if unreadableCount > 0 { return .bad("neither events nor JSON") }
        return events.isText ? .bad("JSON that is no answer") : .incomplete
    }

    private mutating func take(_ events: [AnswerEvents.Event]) -> [ReplyEvent] {
        var pieces: [ReplyEvent] = []
        for event in events where !isDone {
            eventCount += 1
            guard eventCount <= Self.eventLimit else {
                failure = .bad("more than a million events")
                break
            }
            switch event {
            case .done: sawEnd = true
            case .unreadable: unreadableCount += 1
            case .error(let words): failure = .refused(OpenAIChat.ErrorBody(message: words))
            case .json(let json, let type):
                for value in json.value.array ?? [json.value] where !isDone {
                    pieces += take(value, hasHalves: json.hasHalves, type: type)
                }
            }
        }
        return pieces
    }

    private mutating func take(_ value: JSONValue, hasHalves: Bool, type: Text?) -> [ReplyEvent] {
        valueCount += 1
        if type == "error" {
            failure = .refused(OpenAIChat.ErrorBody(ofRefusal: value))
            return []
        }
        let reply = OpenAIChat.reply(value)
        if let error = reply.error {
            failure = .refused(error)
            return []
        }
        remark = remark ?? reply.remark
        if reply.isAnswer { answerCount += 1 }
        let pieces = news(in: reply).flatMap { speak($0, hasHalves: hasHalves) }
        if let reason = reply.finish {
            finish = reason
            lastWord =
                pieces.isEmpty ? (lastWord == .finishWithText ? .finishWithText : .finishAfterText) : .finishWithText
        } else if !pieces.isEmpty {
            lastWord = .none
        }
        guard textSize <= Self.textLimit else {
            failure = .bad("an answer of more than 12 MiB")
            return []
        }
        return pieces + counted(reply.usage)
    }

    /// Some upstreams repeat it in every chunk.
    private mutating func counted(_ usage: Usage?) -> [ReplyEvent] {
        guard let usage, usage != lastUsage else { return [] }
        lastUsage = usage
        return [.usage(usage)]
    }

    private mutating func fail(_ error: ServerSentEventError) -> [ReplyEvent] {
        failure = .bad("an event of more than 8 MiB")
        return []
    }

    private func title(of page: [UInt8]) -> String {
        guard let start = page.firstRange(of: Array("<title>".utf8)) else { return "" }
        let title = page[start.upperBound...]
        guard let end = title.firstRange(of: Array("</title>".utf8)) else { return "" }
        return ": " + String(decoding: title[..<end.lowerBound], as: UTF8.self)
    }
}

// MARK: Text

extension OpenAIChat.Reader {
    /// The pieces of a reply that were not said before.
    private mutating func news(in reply: OpenAIChat.Reply) -> [OpenAIChat.Piece] {
        guard reply.pieces.isEmpty else { return reply.pieces }
        return reply.message.compactMap { piece in
            switch piece {
            case .text(let whole): text.news(in: whole, isLast: reply.finish != nil).map { .text($0) }
            case .reasoning(let whole): thoughts.news(in: whole, isLast: reply.finish != nil).map { .reasoning($0) }
            }
        }
    }

    private mutating func speak(_ piece: OpenAIChat.Piece, hasHalves: Bool = false) -> [ReplyEvent] {
        switch piece {
        case .reasoning(let piece):
            let whole = thoughts.joined(piece, hasHalves)
            textSize += whole.byteCount
            return whole.isEmpty ? [] : [.reasoning(whole.string)]
        case .text(let piece):
            let whole = text.joined(piece, hasHalves)
            textSize += whole.byteCount
            return whole.isEmpty ? [] : tags.read(whole.string).map(\.event)
        }
    }
}

extension ThoughtTags.Piece {
    fileprivate var event: ReplyEvent {
        switch self {
        case .text(let text): .text(text)
        case .thought(let text): .reasoning(text)
        }
    }
}
