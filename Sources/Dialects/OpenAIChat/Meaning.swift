internal import Domain
internal import JSON

extension OpenAIChat {
    /// What the chunks of a stream (`chat.completion.chunk`, then `[DONE]`), or a whole `chat.completion`, say; and what those who imitate
    /// them say instead.
    struct Meaning: AnswerMeaning {
        private var text = AnswerChannel()
        private var thoughts = AnswerChannel()
        private var refusal = AnswerChannel()
        private var calls = CallReader()
        private var tags = ThoughtTags()
        private var hasImages = false
        private var hasSearched = false
        /// What only its maker can read, as it came last.
        private var lastOpaque: Opaque?

        static let endsWithBody = true
        static let endsAtDone = true
        static let isWholeWithoutReason = true

        static func isRaw(_ value: JSONValue, _ form: RawForm) -> Bool { value["choices"]?.array != nil }

        mutating func read(_ value: JSONValue, hasHalves: Bool, type: Text?) -> ValueMeaning {
            guard type != "error" else { return ValueMeaning(error: ErrorBody(ofRefusal: value)) }
            let reply = OpenAIChat.reply(value)
            guard reply.error == nil else { return ValueMeaning(error: reply.error) }
            var said = ValueMeaning(finish: reply.finish, remark: reply.remark, isAnswer: reply.isAnswer)
            said.events =
                news(in: reply).flatMap { speak($0, hasHalves) } + calling(in: reply, answer: value["id"]?.text)
            hasSearched = hasSearched || reply.hasSearched
            if let usage = reply.usage { said.events.append(.usage(counted(usage))) }
            said.bad = calls.excess
            return said
        }

        mutating func end(isWhole: Bool) -> [ReplyEvent] {
            let rests: [Piece] = [.reasoning(thoughts.end()), .text(text.end()), .refusal(refusal.end())]
            let said = rests.flatMap { speak($0) } + tags.end().map(\.event)
            return isWhole ? said + calls.end() : said
        }
    }
}

extension OpenAIChat.Meaning {
    /// A search that is shown and not counted is one.
    private func counted(_ usage: Usage) -> Usage {
        var usage = usage
        if hasSearched { usage.tools.webSearches = max(1, usage.tools.webSearches) }
        return usage
    }

    private mutating func calling(in reply: OpenAIChat.Reply, answer id: Text?) -> [ReplyEvent] {
        calls.note(answer: id)
        // Who said them in pieces says nothing new with the whole.
        let pieces = reply.calls.isEmpty && calls.isEmpty ? reply.messageCalls : reply.calls
        return pieces.flatMap { calls.read($0) }
    }

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

    private mutating func speak(_ piece: OpenAIChat.Piece, _ hasHalves: Bool = false) -> [ReplyEvent] {
        switch piece {
        case .reasoning(let piece):
            let whole = thoughts.joined(piece, hasHalves)
            return whole.isEmpty ? [] : [.reasoning(whole.string)]
        case .text(let piece):
            let whole = text.joined(piece, hasHalves)
            return whole.isEmpty ? [] : tags.read(whole.string).map(\.event)
        case .refusal(let piece):
            let whole = refusal.joined(piece, hasHalves)
            return whole.isEmpty ? [] : [.refusal(whole.string)]
        case .image(let url):
            hasImages = true
            return [.image(url)]
        case .opaque(let opaque):
            // The whole repeats it.
            defer { lastOpaque = opaque }
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
