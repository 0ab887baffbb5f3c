import Domain
import JSON
import TestKit
import Testing
import Wire

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

@Suite struct EncoderTests {
    @Test(arguments: [StreamEncoding.snapshots, .deltas], [TurnEnd.good, .failed, .stopped])
    func `a viewer who comes back at any event ends with the same bytes`(encoding: StreamEncoding, end: TurnEnd) {
        let events = Sample.events(ending: end)
        let whole = messages(of: encoding, Sample.stream(encoding, events, resumedAfter: 0, cutAt: events.count))
        #expect(whole[Sample.answer]?.words == Sample.text)
        #expect(whole[Sample.thoughts]?.words == Sample.reasoning)
        #expect(whole[Sample.answer]?.status == end.status.rawValue)
        for number in 0...events.count {
            for cut in number...events.count {
                let stream = Sample.stream(encoding, events, resumedAfter: number, cutAt: cut)
                #expect(messages(of: encoding, stream) == whole, "after \(number), read at \(cut)")
                #expect(stream.last?.isDone == true)
                #expect(stream.filter(\.isDone).count == 1)
            }
        }
    }

    @Test func `whoever leaves after a delta and comes back with its id has each byte once`() {
        let events = Sample.events(ending: .good)
        let first = Sample.stream(.deltas, events, resumedAfter: 0, pieceByPiece: true)
        for (index, event) in first.enumerated() {
            let before = DeltaClient(Array(first[...index])).messages
            let number = EventMark(Text(event.id ?? ""))?.number ?? -1
            let second = Sample.stream(.deltas, events, resumedAfter: number, pieceByPiece: true)
            // What the second stream starts with is what the first one had told.
            let opening = second.prefix { $0.name != "delta" || $0.json["o"] == "add" || $0.json["p"] == "" }
            for (id, message) in DeltaClient(Array(opening)).messages where before[id] != nil {
                #expect(message.words.hasPrefix(before[id]!.words))
            }
            #expect(DeltaClient(second).messages[Sample.answer]?.words == Sample.text)
        }
    }

    @Test func `a viewer of deltas keeps no text of what it has told`() {
        var encoder = StreamEncoding.deltas.encoder(of: TurnPicture(Sample.turn, in: []), in: .english)
        var told = encoder.open().size
        let long = String(repeating: "x", count: 100_000)
        for number in 2...9 {
            let event = number < 5 ? TurnEvent.reasoning(long) : .text(long)
            told += encoder.encode([NumberedEvent(number, event)]).size
            #expect(encoder.picture.text.isEmpty && encoder.picture.reasoning.isEmpty)
        }
        #expect(told > 800_000)
        #expect(encoder.picture.hasText && encoder.picture.hasReasoning)
    }

    @Test(arguments: [StreamEncoding.snapshots, .deltas])
    func `who comes back to a long answer is not sent a copy of it`(encoding: StreamEncoding) {
        let long = String(repeating: "x", count: 100_000)
        let events = Sample.numbered([.began(Sample.turn), .reasoning(long), .text(long), .text(long)])
        var encoder = encoding.encoder(of: Sample.picture(of: events), in: .english)
        let parts = encoder.open() + encoder.encode([NumberedEvent(5, .ended(.good))])
        #expect(parts.size < 10_000)
        #expect(parts.contains(.logged(.text, through: 4)) && parts.contains(.logged(.thoughts, through: 4)))
    }

    @Test func `a delta says nothing that the one before it said`() {
        let deltas = Sample.stream(.deltas, Sample.events(ending: .good), resumedAfter: 0, pieceByPiece: true)
            .filter { $0.name == "delta" }.map(\.json)
        #expect(deltas[0]["c"] == 0)
        #expect(deltas[0]["o"] == "add")
        #expect(deltas[1] == ["p": "/message/content/thoughts/0/content", "o": "append", "v": " \"and\" hmm\n"])
        #expect(deltas[2]["o"] == "patch")
        #expect(deltas[3]["c"] == 1)
        #expect(deltas[4] == ["p": "/message/content/parts/0", "o": "append", "v": ", wor"])
        #expect(deltas[5] == ["v": "ld\\n"])
    }

    @Test func `reasoning after the first word goes on in its own document`() {
        let events = Sample.numbered([.began(Sample.turn), .text("a"), .reasoning("r"), .text("b"), .ended(.good)])
        let stream = Sample.stream(.deltas, events, resumedAfter: 0, pieceByPiece: true)
        let messages = DeltaClient(stream).messages
        #expect(messages[Sample.answer]?.words == "ab")
        #expect(messages[Sample.thoughts]?.words == "r")
        #expect(messages[Sample.answer]?["metadata"]?["parent_id"]?.string == Sample.thoughts)
    }

    @Test func `several pieces that came together are one delta, and one snapshot`() {
        let events = Sample.numbered(
            [.began(Sample.turn), .text("a"), .text("b"), .text("c"), .ended(.good)])
        let deltas = Sample.stream(.deltas, events, resumedAfter: 0, cutAt: 0).filter { $0.name == "delta" }
        #expect(deltas.count == 2)
        let snapshots = Sample.stream(.snapshots, events, resumedAfter: 0, cutAt: 0).filter {
            $0.json["message"] != nil
        }
        #expect(snapshots.map { $0.json["message"]!.words } == ["", "abc"])
    }

    @Test(arguments: [StreamEncoding.snapshots, .deltas])
    func `a failure is an error event before the end, in the reader's language`(encoding: StreamEncoding) {
        let events = Sample.events(ending: .failed)
        for language in [Language.english, .chinese] {
            let stream = Sample.stream(encoding, events, resumedAfter: 0, cutAt: 0, language: language)
            let error = stream.first { $0.name == "error" }
            let failure = TurnFailure.upstreamIncomplete
            #expect(
                error?.json == [
                    "error": ["code": "upstream_incomplete", "message": .string(failure.words(in: language))],
                    "conversation_id": .string(Sample.turn.conversation.text),
                ])
            #expect(stream.suffix(2).first == error)
        }
    }

    @Test(arguments: [StreamEncoding.snapshots, .deltas])
    func `a stop is no error`(encoding: StreamEncoding) {
        let stream = Sample.stream(encoding, Sample.events(ending: .stopped), resumedAfter: 0, cutAt: 0)
        #expect(!stream.contains { $0.name == "error" })
    }

    @Test(arguments: TurnFailure.allCases)
    func `every failure has words in both languages`(failure: TurnFailure) {
        let english = failure.words(in: .english)
        let chinese = failure.words(in: .chinese)
        #expect(english.utf8.allSatisfy { $0 < 0x80 })
        #expect(chinese.utf8.contains { $0 >= 0x80 })
        #expect(english != chinese)
    }

    private func messages(of encoding: StreamEncoding, _ stream: [StreamedEvent]) -> [String: JSONValue] {
        switch encoding {
        case .snapshots: SnapshotClient(stream).messages
        case .deltas: DeltaClient(stream).messages
        }
    }
}

extension TurnEnd {
    static let good = TurnEnd(.finished, finishReason: "stop", omitted: 2)
    static let failed = TurnEnd(.error, failure: .upstreamIncomplete)
    static let stopped = TurnEnd(.stopped)
}

/// A turn that thinks, then speaks, in pieces that hurt.
enum Sample {
    static let turn = Turn(
        id: Key("turn")!, owner: ID(1), conversation: Key("talk")!, question: Key("question")!, answer: Key("answer")!,
        thoughts: Key("thoughts")!, account: ID(1), model: "m", createdAt: Timestamp(seconds: 1_773_230_400))
    static let answer = "answer"
    static let thoughts = "thoughts"
    static let reasonings = ["let me see", " \"and\" hmm\n"]
    static let texts = [
        "Hello", ", wor", "ld\\n", "你", "好 \u{1F468}\u{200D}", "\u{1F469}\u{200D}\u{1F467}", "e", "\u{301}\r\n",
    ]

    static var text: String { texts.joined() }
    static var reasoning: String { reasonings.joined() }

    static func events(ending end: TurnEnd) -> [NumberedEvent] {
        numbered(
            [.began(turn)] + reasonings.map(TurnEvent.reasoning) + texts.map(TurnEvent.text) + [.ended(end)])
    }

    static func numbered(_ events: [TurnEvent]) -> [NumberedEvent] {
        events.enumerated().map { NumberedEvent($0.offset + 1, $0.element) }
    }

    /// What a viewer gets who knows `number` events, and whose next reads end at `cut` and at the end; or each on its own.
    static func stream(
        _ encoding: StreamEncoding, _ events: [NumberedEvent], resumedAfter number: Int, cutAt cut: Int = 0,
        pieceByPiece: Bool = false, language: Language = .english
    ) -> [StreamedEvent] {
        let question = Message(
            id: turn.question, conversation: turn.conversation, parent: nil, role: .user, text: "?", status: .finished,
            createdAt: turn.createdAt, model: "m", turn: turn.id)
        var encoder = encoding.encoder(of: picture(of: events.prefix(number), asking: question), in: language)
        var parts = encoder.open()
        let rest = events.dropFirst(number)
        let batches =
            pieceByPiece
            ? rest.map { [$0] } : [Array(rest.filter { $0.number <= cut }), Array(rest.filter { $0.number > cut })]
        for batch in batches where !batch.isEmpty { parts += encoder.encode(batch) }
        return StreamedEvent.parse(parts.flatMap { $0.bytes(of: events) })
    }

    /// What is known of a turn whose texts are in its log.
    static func picture(of events: some Sequence<NumberedEvent>, asking question: Message? = nil) -> TurnPicture {
        var picture = TurnPicture(turn, in: [question].compactMap(\.self))
        for event in events {
            picture.take(event)
            picture.forgetTexts()
        }
        return picture
    }
}

extension [StreamPart] {
    /// Bytes that are held while they wait for the reader.
    fileprivate var size: Int {
        reduce(0) { size, part in if case .bytes(let bytes) = part { size + bytes.count } else { size } }
    }
}

extension StreamPart {
    /// What is written of it, with `events` as the log.
    fileprivate func bytes(of events: [NumberedEvent]) -> [UInt8] {
        var written: [UInt8] = []
        switch self {
        case .bytes(let bytes): written = bytes
        case .text(let text): JSONValue.writeEscaped(text, to: &written)
        case .logged(let kind, let last):
            for event in events.prefix(last) {
                switch event.event {
                case .text(let text) where kind == .text: JSONValue.writeEscaped(text, to: &written)
                case .reasoning(let text) where kind == .thoughts: JSONValue.writeEscaped(text, to: &written)
                default: break
                }
            }
        }
        return written
    }
}
