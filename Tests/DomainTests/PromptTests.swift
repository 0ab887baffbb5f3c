import Domain
import JSON
import Testing

@Suite struct PromptTests {
    @Test(arguments: [
        (Inexpressible.Reason.missing, "f is required."), (.empty, "f must not be empty."),
        (.not("a string"), "f must be a string."), (.tooMany(128), "f must have at most 128 entries."),
        (.outOfRange(1, 5), "f must be between 1 and 5."), (.outOfRange(0, nil), "f must be at least 0."),
        (.outOfRange(nil, 5), "f must be at most 5."), (.noneOf(["a", "b"]), "f must be one of a, b."),
        (.malformed("why"), "f is invalid: why."), (.unsupported, "f is not supported by the model that was asked."),
    ])
    func `what cannot be said is told in a sentence that names it`(reason: Inexpressible.Reason, words: String) {
        #expect(Inexpressible("f", reason).words == words)
    }

    @Test func `the text of a message is that of its text parts`() {
        let call = Part.toolCall(ToolCall(id: "1", name: "f", arguments: "{}"))
        #expect(Prompt.Message(.assistant, [.reasoning(Thought("hm")), .text("a"), call, .text("b")]).text == "ab")
        #expect(Prompt.Message(.user, "e\u{301}").text.utf8.elementsEqual("e\u{301}".utf8))
        #expect(Prompt.Message(.user, []).text.isEmpty)
    }

    @Test(
        arguments: [
            (true, [], true), (true, [LearnedOption("stream")], false), (true, [.alwaysStreams], true),
            (false, [], false), (false, [.alwaysStreams], true),
            // What was found out last counts.
            (true, [.alwaysStreams, LearnedOption("stream")], false),
        ] as [(Bool, [LearnedOption], Bool)])
    func `an account is asked for pieces where they are wanted, unless it is known to take one form alone`(
        isWanted: Bool, learned: [LearnedOption], asks: Bool
    ) {
        var account = Account(
            id: ID(1), name: "a", provider: .openAI, baseURL: "https://a.test", models: [],
            createdAt: Timestamp(seconds: 0))
        account.learned = learned
        #expect(account.streams(wanted: isWanted) == asks)
        account.options.streams = false
        #expect(account.streams(wanted: isWanted) == (learned.last == .alwaysStreams))
    }
}
