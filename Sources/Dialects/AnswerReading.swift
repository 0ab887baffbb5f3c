internal import Domain
internal import JSON
internal import Wire

/// Makes an answer of the bytes of a 200: what is the same in every format whose answer is a row of JSON values. It is finished where
/// the format says so; without that it is incomplete; never with an error anywhere in it. What cannot be read is left out and counted.
struct AnswerReading<Meaning: AnswerMeaning>: ReplyReader {
    private let raw: RawForm?
    private var events = AnswerEvents()
    private var meaning: Meaning
    private var characters = WholeCharacters()

    private var finish: FinishReason?
    private var sawEnd = false
    private var failure: ReplyEnd?
    private var remark: ErrorBody?
    private var hasCalls = false
    /// Values that are JSON, and of them those that have anything of an answer.
    private var valueCount = 0
    private var answerCount = 0
    private var eventCount = 0
    private var callCount = 0
    private var textSize = 0
    private var lastUsage: Usage?
    private(set) var unreadableCount = 0
    private(set) var lastWord = LastWord.none

    init(_ meaning: Meaning, raw: RawForm?) {
        self.meaning = meaning
        self.raw = raw
    }

    var windows: [UsageWindow] { meaning.windows }
    var isDone: Bool { sawEnd || failure != nil }
}

extension AnswerReading {
    mutating func read(_ bytes: [UInt8]) -> [ReplyPiece] {
        guard !isDone else { return [] }
        do throws(ServerSentEventError) { return take(try events.read(bytes)) } catch { return fail() }
    }

    mutating func end(isBroken: Bool) -> ([ReplyPiece], ReplyEnd) {
        var pieces: [ReplyPiece] = []
        if !isDone {
            do throws(ServerSentEventError) { pieces = take(try events.end()) } catch { pieces = fail() }
        }
        let end = failure ?? end(isBroken)
        let isWhole = if case .finished = end { true } else { false }
        let rest = meaning.end(isWhole: isWhole)
        if !rest.isEmpty { pieces.append(ReplyPiece(rest)) }
        return (pieces, end)
    }

    private func end(_ isBroken: Bool) -> ReplyEnd {
        if sawEnd, answerCount > 0 || unreadableCount == 0 { return .finished(reason) }
        if Meaning.endsWithBody, finish != nil, !isBroken || lastWord == .finishAfterText { return .finished(reason) }
        if isBroken { return .incomplete }
        if Meaning.isWholeWithoutReason, valueCount == 1, answerCount == 1, events.isText { return .finished(reason) }
        if events.isPage {
            return Meaning.pagesWantPersons
                ? .wantsPerson(ChatGPTWeb.wantsBrowser) : .bad("a page instead of an answer" + events.pageTitle)
        }
        if answerCount > 0 || events.wasCut { return .incomplete }
        if let remark { return .refused(remark) }
        if unreadableCount > 0 { return .bad("neither events nor JSON") }
        return events.isText ? .bad("JSON that is no answer") : .incomplete
    }

    /// An answer with a call ends as one, whatever the upstream calls it.
    private var reason: FinishReason {
        let reason = finish ?? .stop
        return reason == .stop && hasCalls ? .toolCalls : reason
    }

    private mutating func take(_ events: [AnswerEvents.Event]) -> [ReplyPiece] {
        var pieces: [ReplyPiece] = []
        for event in events where !isDone {
            eventCount += 1
            guard eventCount <= AnswerBounds.events else {
                failure = .bad("more than a million events")
                break
            }
            switch event {
            // Said by those who imitate two formats at once, too.
            case .done: sawEnd = Meaning.endsAtDone || finish != nil
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
        guard let raw, failure == nil else { return nil }
        guard let said = meaning.raw(value, as: raw, came: events.has(raw)) else { return nil }
        return characters.joined(said, hasHalves: hasHalves)
    }

    private mutating func take(_ value: JSONValue, hasHalves: Bool, type: Text?) -> [ReplyEvent] {
        valueCount += 1
        let said = meaning.read(value, hasHalves: hasHalves, type: type)
        if let error = said.error {
            failure = .refused(error)
            return []
        }
        if let end = said.wantsPerson.map(ReplyEnd.wantsPerson) ?? said.bad.map(ReplyEnd.bad) {
            failure = end
            return []
        }
        remark = remark ?? said.remark
        if said.isAnswer { answerCount += 1 }
        note(said)
        guard textSize <= AnswerBounds.text, callCount < AnswerBounds.calls else {
            failure = .bad(textSize > AnswerBounds.text ? AnswerBounds.tooLong : AnswerBounds.tooManyCalls)
            return []
        }
        return said.events.filter { isNews($0) }
    }

    private mutating func note(_ said: ValueMeaning) {
        var isText = false
        for event in said.events {
            let size = event.size
            textSize += size
            if size > 0 { isText = true }
            if case .toolCall = event { (hasCalls, callCount) = (true, callCount + 1) }
        }
        if let reason = said.finish {
            finish = reason
            let wasWithText = lastWord == .finishWithText
            lastWord = isText || wasWithText ? .finishWithText : .finishAfterText
        } else if isText {
            lastWord = .none
        }
        if said.isLast { sawEnd = true }
    }

    /// Some upstreams repeat the counts in every event.
    private mutating func isNews(_ event: ReplyEvent) -> Bool {
        guard case .usage(let usage) = event else { return true }
        defer { lastUsage = usage }
        return usage != lastUsage
    }

    private mutating func fail() -> [ReplyPiece] {
        failure = .bad("an event of more than 8 MiB")
        return []
    }
}

extension ReplyEvent {
    /// Bytes of what it says.
    fileprivate var size: Int {
        switch self {
        case .text(let text), .reasoning(let text), .refusal(let text), .toolArguments(_, let text): text.utf8.count
        case .opaque(let opaque): opaque.data.byteCount
        case .toolCall(let call): call.name.byteCount + call.id.byteCount
        case .image(let url): url.byteCount
        case .toolStep(let step): step.size
        case .source(let source): source.address.byteCount + source.title.byteCount
        case .usage, .findings: 0
        }
    }
}
