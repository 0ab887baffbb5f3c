import Testing

@testable import Domain

/// What of a long conversation is sent, and what is summed up.
@Suite struct ExcerptTests {
    /// A conversation of so many messages, each of about so many tokens, that ends with a question.
    private func path(_ count: Int, of tokens: Int) -> [Message] {
        var parent: Key<Message>?
        return (0..<count).map { number in
            let isQuestion = (count - 1 - number) % 2 == 0
            let message = Message(
                id: Key("m\(number)")!, conversation: Key("c")!, parent: parent, role: isQuestion ? .user : .assistant,
                text: "\(number) " + String(repeating: "字", count: tokens), status: .finished,
                createdAt: Timestamp(seconds: 0), model: "m", turn: Key("t")!)
            parent = message.id
            return message
        }
    }

    /// Sums up until nothing is left to be summed up.
    private func summedUp(
        _ path: [Message], by builder: PromptBuilder, beside system: String? = nil, saying text: String = "Short."
    ) -> [Summary] {
        var summaries: [Summary] = []
        while let surplus = builder.surplus(of: path, beside: system, summaries), summaries.count < 50 {
            #expect(!surplus.messages.isEmpty)
            let summary = builder.summary(of: surplus, saying: text, by: "m", at: Timestamp(seconds: 0))
            summaries.append(summary!)
        }
        return summaries
    }

    @Test func `what fits is sent as it is, whatever was summed up before`() {
        let path = path(9, of: 50)
        let builder = PromptBuilder(context: 10_000)
        #expect(builder.surplus(of: path, beside: nil, []) == nil)
        let summary = Summary(
            upTo: path[4].id, text: "short", count: 5, model: "m", createdAt: Timestamp(seconds: 0))
        let (prompt, omitted, used) = builder.prompt(
            for: "m", from: path, to: path[8].id, behind: [summary])
        #expect(prompt.messages.count == 9 && omitted == 0 && used == nil)
    }

    @Test func `the oldest are summed up, the newest stay as they are and half the room is free`() throws {
        let path = path(41, of: 100)
        let builder = PromptBuilder(context: 2000)
        let summaries = summedUp(path, by: builder)
        let (prompt, omitted, summary) = builder.prompt(for: "m", from: path, to: path[40].id, behind: summaries)
        let count = try #require(summary).count
        #expect(omitted == 0 && count > 25 && count < 41)
        #expect(path[count].role == .user, "an answer stays with its question")
        #expect(prompt.messages.map(\.role).first == .user && prompt.messages.last?.text.hasPrefix("40 ") == true)
        #expect(prompt.messages[0].text.contains("Short.") && prompt.messages[0].text.contains(path[count].text))
        #expect(prompt.messages.count == 41 - count)
        let fill = builder.fill(from: path, to: path[40].id, behind: summaries)
        #expect(fill.used <= fill.room * 2 / 3 && fill.summedUp == count && fill.omitted == 0)
    }

    @Test func `of what is too much for one question each part is summed up with the summary before it`() throws {
        let path = path(61, of: 200)
        let builder = PromptBuilder(context: 2000)
        let first = try #require(builder.surplus(of: path, beside: nil, []))
        #expect(first.former == nil && first.messages.first?.id == path[0].id)
        #expect(first.messages.reduce(0) { $0 + builder.cost(of: $1) } <= builder.budget)
        let summary = builder.summary(of: first, saying: "One.", by: "m", at: Timestamp(seconds: 0))!
        let second = try #require(builder.surplus(of: path, beside: nil, [summary]))
        #expect(second.former == summary && second.messages.first?.id == path[first.count].id)
        let asked = builder.request(for: second, to: "m").messages[0].text
        #expect(asked.contains("One.") && asked.contains("[User]") && asked.contains("[Assistant]"))
        #expect(summedUp(path, by: builder).count > 3)
    }

    @Test func `a summary of another branch, or of all, is not used`() {
        let path = path(9, of: 100)
        let builder = PromptBuilder(context: 600)
        let made = { (id: Key<Message>) in
            Summary(upTo: id, text: "no", count: 3, model: "m", createdAt: Timestamp(seconds: 0))
        }
        for summary in [made(Key("elsewhere")!), made(path[8].id)] {
            let (prompt, omitted, used) = builder.prompt(for: "m", from: path, to: path[8].id, behind: [summary])
            #expect(used == nil && omitted > 0 && !prompt.messages.contains { $0.text.contains("no\n") })
        }
    }

    @Test func `a message beyond all bounds, or a summary of that kind, leaves the question whole`() {
        for context in [1, 40, 100, 400, 4000] {
            for count in [1, 2, 3, 10] {
                let path = path(count, of: 3000)
                let builder = PromptBuilder(context: context)
                let summaries = summedUp(path, by: builder, saying: String(repeating: "概", count: 9000))
                let (prompt, omitted, summary) = builder.prompt(
                    for: "m", beginningWith: "Be brief.", from: path, to: path[count - 1].id, behind: summaries)
                #expect(prompt.messages.last?.text.hasSuffix(path[count - 1].text) == true)
                #expect(omitted + (summary?.count ?? 0) == count - 1)
                for summary in summaries {
                    #expect(PromptBuilder.estimate(summary.text) <= max(30, builder.budget / 7))
                }
            }
        }
    }

    @Test(arguments: ["", "  \n\t ", "\u{0}"]) func `what says nothing is no summary`(text: String) throws {
        let builder = PromptBuilder(context: 2000)
        let surplus = try #require(builder.surplus(of: path(41, of: 100), beside: nil, []))
        #expect(builder.summary(of: surplus, saying: text, by: "m", at: Timestamp(seconds: 0)) == nil)
    }

    @Test func `a system prompt takes its part of the room`() {
        let path = path(41, of: 100)
        let builder = PromptBuilder(context: 2000)
        let system = String(repeating: "规", count: 900)
        let summaries = summedUp(path, by: builder, beside: system)
        let (prompt, omitted, summary) = builder.prompt(
            for: "m", beginningWith: system, from: path, to: path[40].id, behind: summaries)
        #expect(omitted == 0 && summary != nil && prompt.messages[0].text == system)
        #expect(prompt.messages.reduce(0) { $0 + PromptBuilder.estimate($1.text) } <= builder.budget)
    }
}
