public import Domain
internal import JSON
internal import Wire

extension OpenAIChat {
    /// Makes an answer of the bytes of a 200, under one rule: it is finished at `[DONE]`, or at the end of the body after a finish
    /// reason; with neither it is incomplete; never with an error anywhere in it. What cannot be read is left out and counted.
    public struct Reader: ReplyReader {
        private let raw: RawForm?
        private var events = AnswerEvents()
        private var text = AnswerChannel()
        private var thoughts = AnswerChannel()
        private var refusal = AnswerChannel()
        private var calls = CallReader()
        private var tags = ThoughtTags()
        private var characters = WholeCharacters()
        private var hasImages = false
        /// What only its maker can read, as it came last.
        private var lastOpaque: Opaque?

        private var finish: FinishReason?
        private var sawEnd = false
        private var failure: ReplyEnd?
        private var remark: ErrorBody?
        /// Values that are JSON, and of them those that have anything of an answer.
        private var valueCount = 0
        private var answerCount = 0
        private var eventCount = 0
        private var textSize = 0
        private var lastUsage: Usage?
        public private(set) var unreadableCount = 0
        public private(set) var lastWord = LastWord.none

        private static let eventLimit = 1_000_000
        /// In bytes, reasoning and calls included. A statement to MariaDB has 16 MiB at most unless somebody set more.
        private static let textLimit = 12 << 20

        /// `raw`: events, or the whole answer, go back as they came.
        public init(raw: RawForm? = nil) { self.raw = raw }

        public var isDone: Bool { sawEnd || failure != nil }
    }
}

extension OpenAIChat.Reader {
    public mutating func read(_ bytes: [UInt8]) -> [ReplyPiece] {
        guard !isDone else { return [] }
        do throws(ServerSentEventError) { return take(try events.read(bytes)) } catch { return fail(error) }
    }

    public mutating func end(isBroken: Bool = false) -> ([ReplyPiece], ReplyEnd) {
        var pieces: [ReplyPiece] = []
        if !isDone {
            do throws(ServerSentEventError) { pieces = take(try events.end()) } catch { pieces = fail(error) }
        }
        var rest = speak(.reasoning(thoughts.end())) + speak(.text(text.end())) + speak(.refusal(refusal.end()))
        rest += tags.end().map(\.event)
        let end = failure ?? end(isBroken)
        if case .finished = end { rest += calls.end() }
        if !rest.isEmpty { pieces.append(ReplyPiece(rest)) }
        return (pieces, end)
    }

    private func end(_ isBroken: Bool) -> ReplyEnd {
        if sawEnd, answerCount > 0 || unreadableCount == 0 { return .finished(reason) }
        if isBroken { return lastWord == .finishAfterText ? .finished(reason) : .incomplete }
        if finish != nil { return .finished(reason) }
        // One JSON text is whole by itself.
        if valueCount == 1, answerCount == 1, events.isText { return .finished(reason) }
        if events.isPage { return .bad("a page instead of an answer" + title(of: events.page)) }
        if answerCount > 0 || events.wasCut { return .incomplete }
        if let remark { return .refused(remark) }
        if unreadableCount > 0 { return .bad("neither events nor JSON") }
        return events.isText ? .bad("JSON that is no answer") : .incomplete
    }

    /// An answer with a call ends as one, whatever the upstream calls it.
    private var reason: FinishReason {
        let reason = finish ?? .stop
        return reason == .stop && calls.hasCalls ? .toolCalls : reason
    }

    private mutating func take(_ events: [AnswerEvents.Event]) -> [ReplyPiece] {
        var pieces: [ReplyPiece] = []
        for event in events where !isDone {
            eventCount += 1
            guard eventCount <= Self.eventLimit else {
                failure = .bad("more than a million events")
                break
            }
            switch event {
            case .done: sawEnd = true
            case .unreadable: unreadableCount += 1
            case .error(let words): failure = .refused(ErrorBody(message: words))
            case .json(let json, let type):
                for value in json.value.array ?? [json.value] where !isDone {
                    let said = take(value, hasHalves: json.hasHalves, type: type)
                    let raw = raw(of: value, hasHalves: json.hasHalves)
                    if !said.isEmpty || raw != nil { pieces.append(ReplyPiece(said, raw: raw)) }
                }
            }
        }
        return pieces
    }

    /// The value as it goes back: what has the asked form, and what the format calls an answer.
    private mutating func raw(of value: JSONValue, hasHalves: Bool) -> JSONValue? {
        guard let raw, events.has(raw), failure == nil, value["choices"]?.array != nil else { return nil }
        return characters.joined(value, hasHalves: hasHalves)
    }

    private mutating func take(_ value: JSONValue, hasHalves: Bool, type: Text?) -> [ReplyEvent] {
        valueCount += 1
        if type == "error" {
            failure = .refused(ErrorBody(ofRefusal: value))
            return []
        }
        let reply = OpenAIChat.reply(value)
        if let error = reply.error {
            failure = .refused(error)
            return []
        }
        remark = remark ?? reply.remark
        if reply.isAnswer { answerCount += 1 }
        var said = news(in: reply).flatMap { speak($0, hasHalves: hasHalves) }
        said += calling(in: reply, answer: value["id"]?.text)
        if let reason = reply.finish {
            finish = reason
            lastWord =
                said.isEmpty ? (lastWord == .finishWithText ? .finishWithText : .finishAfterText) : .finishWithText
        } else if !said.isEmpty {
            lastWord = .none
        }
        guard textSize <= Self.textLimit else {
            failure = .bad("an answer of more than 12 MiB")
            return []
        }
        guard !calls.isFull else {
            failure = .bad("\(CallReader.most) calls in one answer")
            return []
        }
        return said + counted(reply.usage)
    }

    private mutating func calling(in reply: OpenAIChat.Reply, answer id: Text?) -> [ReplyEvent] {
        calls.note(answer: id)
        // Who said them in pieces says nothing new with the whole.
        let pieces = reply.calls.isEmpty && calls.isEmpty ? reply.messageCalls : reply.calls
        return pieces.flatMap { piece in
            textSize += piece.name.byteCount + piece.arguments.byteCount
            return calls.read(piece)
        }
    }

    /// Some upstreams repeat it in every chunk.
    private mutating func counted(_ usage: Usage?) -> [ReplyEvent] {
        guard let usage, usage != lastUsage else { return [] }
        lastUsage = usage
        return [.usage(usage)]
    }

    private mutating func fail(_ error: ServerSentEventError) -> [ReplyPiece] {
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
            case .refusal(let whole): refusal.news(in: whole, isLast: reply.finish != nil).map { .refusal($0) }
            case .image: hasImages ? nil : piece
            case .opaque: piece
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
        case .refusal(let piece):
            let whole = refusal.joined(piece, hasHalves)
            textSize += whole.byteCount
            return whole.isEmpty ? [] : [.refusal(whole.string)]
        case .image(let url):
            hasImages = true
            textSize += url.byteCount
            return [.image(url)]
        case .opaque(let opaque):
            // The whole repeats it.
            defer { lastOpaque = opaque }
            textSize += opaque.data.byteCount
            return opaque == lastOpaque ? [] : [.opaque(opaque)]
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
