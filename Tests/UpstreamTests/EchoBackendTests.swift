import Domain
import Synchronization
import Testing
import Upstream

@Suite struct EchoBackendTests {
    private let backend = EchoBackend(pace: {})

    @Test func `an answer plays the question back with all that a page must show`() async {
        let asked = await ask("Why is the sky blue?")
        #expect(asked.finish == .stop)
        for part in [
            "## You asked", "> Why is the sky blue?", "- ", "**5** words", "```python\n", "\"blue\"", "$n = 5$", "$$",
            "= 15",
        ] {
            #expect(asked.text.contains(part), "\(part)")
        }
    }

    @Test func `it comes word by word and ends with its usage`() async {
        let asked = await ask("Why is the sky blue?")
        #expect(asked.events.count > 60)
        #expect(asked.events.dropLast().allSatisfy { if case .text(let text) = $0 { text.count < 40 } else { false } })
        guard case .usage(let usage)? = asked.events.last else {
            Issue.record("no usage")
            return
        }
        #expect(usage.completionTokens == asked.events.count - 1)
        #expect(usage.promptTokens > 0)
    }

    @Test func `the same question gets the same answer, another one another`() async {
        let first = await ask("Tell me of trees")
        #expect(await ask("Tell me of trees").events == first.events)
        #expect(await ask("Tell me of seas").text != first.text)
    }

    @Test func `it answers Chinese in Chinese`() async {
        let asked = await ask("天空为什么是蓝色的？")
        #expect(asked.text.contains("## 你问的是"))
        #expect(asked.text.contains("> 天空为什么是蓝色的？"))
        #expect(asked.events.count > 60)
        #expect(asked.text.contains("\"天\", \"空\", \"为\""), "half a word is none")
        #expect(!asked.text.contains("You asked"))
    }

    @Test func `a reasoning model thinks before it speaks`() async {
        let asked = await ask("Why?", model: "demo-reasoning")
        let firstText = asked.events.firstIndex { if case .text = $0 { true } else { false } }
        let lastThought = asked.events.lastIndex { if case .reasoning = $0 { true } else { false } }
        #expect((lastThought ?? .max) < (firstText ?? .min))
        #expect(await ask("Why?").events.allSatisfy { if case .reasoning = $0 { false } else { true } })
    }

    @Test(arguments: ["count to 500", "Please COUNT up to 500!", "从1数到500", "数到 500"])
    func `it counts as far as it is asked to`(question: String) async {
        let asked = await ask(question)
        let numbers = asked.text.split { !$0.isNumber }.compactMap { Int($0) }
        #expect(Array(numbers.suffix(500)) == Array(1...500))
        #expect(asked.events.count > 500)
    }

    @Test(arguments: ["Write 300 words about trees", "请写600字"])
    func `it writes as many words as it is asked for`(question: String) async {
        #expect(await ask(question).events.count > 250)
    }

    @Test(arguments: [
        "", " \n ", "```", "\"; DROP TABLE", "count to 99999999999999999999", "count to 0", "9999999 words", "😀",
    ])
    func `it has an answer to everything`(question: String) async {
        let asked = await ask(question)
        #expect(asked.finish == .stop)
        #expect(!asked.text.isEmpty)
        #expect(asked.events.count < 20_000)
    }

    /// A question that is mostly one piece again and again. Its text is in no log of a test.
    struct Repeated: Sendable, CustomTestStringConvertible {
        var before = ""
        let piece: String
        let count: Int
        var after = ""

        var text: String { before + String(repeating: piece, count: count) + after }
        var testDescription: String {
            let names = piece.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ")
            return "\(before)(\(names)) × \(count)\(after)"
        }
    }

    /// Questions that had the demo answer with gigabytes: long words to repeat, marks without end, words without spaces.
    @Test(arguments: [
        Repeated(before: "write 5000 words ", piece: "x", count: 1 << 20),
        Repeated(before: "write 5000 words a", piece: "\u{301}", count: 1 << 19),
        Repeated(before: "写5000字", piece: "漢", count: 1 << 18), Repeated(piece: "e\u{301} ", count: 1 << 18),
        Repeated(piece: "1", count: 1 << 20, after: " words"), Repeated(piece: "\u{1F1E6}", count: 1 << 18),
        Repeated(piece: "\n", count: 1 << 20),
    ])
    func `an answer has a bound whatever is asked, and so has each piece`(question: Repeated) async {
        for model in EchoBackend.models {
            let asked = await ask(question.text, model: model)
            #expect(asked.text.utf8.count < 1 << 20)
            #expect(asked.events.count < 20_000)
            #expect(asked.events.allSatisfy { $0.length <= 1024 })
        }
    }

    @Test func `pieces put together are the text`() async {
        let text = "a  b\n\n漢字かな、 mixed漢 \u{301}e\n"
        #expect(await ask(text).text.contains("漢字かな、 mixed漢"))
    }

    @Test func `the pace is kept before every word, and a cancelled answer stops`() async {
        let count = Mutex(0)
        let paced = EchoBackend(pace: {
            let words = count.withLock { count in
                count += 1
                return count
            }
            if words == 5 { withUnsafeCurrentTask { $0?.cancel() } }
        })
        let asked = await Task { await Asked.asking(paced, .asking("Hi", model: "demo"), as: .demo) }.value
        #expect(asked.isCancelled)
        #expect(asked.events.count == 4)
    }

    @Test func `the directory hands an account to the backend of its kind`() async throws {
        let directory = BackendDirectory(http: Silent(), codex: Silent(), web: Silent(), demo: backend)
        #expect(await Asked.asking(directory, .asking("Hi"), as: .demo).finish == .stop)
        #expect(await Asked.asking(directory, .asking("Hi"), as: .openAI("https://x")).isCancelled)
        try await directory.probe(.demo, key: .test)
        await #expect(throws: UpstreamError.cancelled) { try await directory.probe(.openAI("https://x"), key: .test) }
    }

    @Test func `the demo says nothing before it may`() async {
        let permitted = Mutex(false)
        let backend = EchoBackend { #expect(permitted.withLock { $0 }) }
        let asked = await Asked.asking(
            backend, .asking("Hi", model: "demo"), as: .demo, after: { permitted.withLock { $0 = true } })
        #expect(asked.finish == .stop)
    }

    private func ask(_ question: String, model: String = "demo") async -> Asked {
        await Asked.asking(backend, .asking(question, model: model), as: .demo)
    }
}

/// A backend that never answers.
private struct Silent: ConversationBackend {
    func answer(
        _ prompt: Prompt, as account: Account, key: Secret,
        after permission: @Sendable () async -> Void, to sink: (ReplyPiece) async -> Void
    ) async throws(UpstreamError) -> FinishReason { throw .cancelled }

    func probe(_ account: Account, key: Secret) async throws(UpstreamError) -> AccountFindings { throw .cancelled }
}

extension ReplyEvent {
    /// In bytes.
    fileprivate var length: Int {
        switch self {
        case .text(let text), .reasoning(let text): text.utf8.count
        default: 0
        }
    }
}
