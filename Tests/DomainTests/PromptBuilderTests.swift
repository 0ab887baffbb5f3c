import JSON
import Testing

@testable import Domain

@Suite struct PromptBuilderTests {
    @Test func `the prompt is the path from the root to the question, siblings left out`() {
        let tree = Tree()
        let first = tree.add(.user, "one", under: nil)
        let answer = tree.add(.assistant, "eins", under: first)
        _ = tree.add(.assistant, "another answer", under: first)
        let second = tree.add(.user, "two", under: answer)
        let (prompt, omitted, _) = PromptBuilder(context: 1000).prompt(for: "m", from: tree.messages, to: second)
        #expect(prompt.messages == [.init(.user, "one"), .init(.assistant, "eins"), .init(.user, "two")])
        #expect(omitted == 0)
    }

    @Test func `a system prompt is sent whatever else does not fit, and takes its part of the room`() {
        let tree = Tree()
        let first = tree.add(.user, String(repeating: "word ", count: 100), under: nil)
        let answer = tree.add(.assistant, "eins", under: first)
        let second = tree.add(.user, "two", under: answer)
        let system = String(repeating: "rule ", count: 150)
        let ask = { (system: String?, builder: PromptBuilder) in
            builder.prompt(for: "m", beginningWith: system, from: tree.messages, to: second)
        }
        let builder = PromptBuilder(context: 400)
        #expect(ask(nil, builder).omitted == 0)
        let (prompt, omitted, _) = ask(system, builder)
        #expect(prompt.messages == [.init(.system, system), .init(.user, "two")])
        #expect(omitted == 2)
        #expect(ask(system, builder.halved.halved.halved).prompt.messages == prompt.messages)
    }

    @Test func `reasoning and answers without a word are left out`() {
        let tree = Tree()
        let question = tree.add(.user, "one", under: nil)
        let thoughts = tree.add(.assistant, "hmm", under: question, kind: .thoughts)
        let empty = tree.add(.assistant, "", under: thoughts)
        let second = tree.add(.user, "two", under: empty)
        let (prompt, _, _) = PromptBuilder(context: 1000).prompt(for: "m", from: tree.messages, to: second)
        #expect(prompt.messages.map(\.text) == ["one\n\ntwo"])
    }

    @Test func `images stand before their words, and one that is not shown leaves a word`() {
        let tree = Tree()
        let file = { (name: String) in
            File(id: Key(name)!, owner: ID(1), name: name, size: 1, kind: .png, createdAt: Timestamp(seconds: 0))
        }
        let first = tree.add(.user, "one", under: nil, files: [file("a")])
        let second = tree.add(.user, " ", under: first, files: [file("b"), file("c")])
        let third = tree.add(.user, "three", under: second)
        let shown: ShownFiles = [Key("b")!: .picture(.url("data:b")), Key("c")!: .picture(.url("data:c"))]
        let (prompt, _, _) = PromptBuilder(context: 100_000).prompt(
            for: "m", from: tree.messages, showing: shown, to: third)
        #expect(
            prompt.messages == [
                .init(
                    .user,
                    [
                        .text("[An earlier image, not shown again.]\n\none"), .image(Picture(.url("data:b"))),
                        .image(Picture(.url("data:c"))), .text("three"),
                    ])
            ])
        // Each counts as much as a page of words.
        #expect(PromptBuilder(context: 4000).prompt(for: "m", from: tree.messages, to: third).omitted == 1)
    }

    @Test func `what strict upstreams want holds for any history: the user first and last, in turns, no word lost`() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            let tree = Tree()
            var (leaf, asked): (Key<Message>?, [String]) = (nil, [])
            for number in 0..<Int.random(in: 1...12, using: &random) {
                let word = "w\(number)."
                switch Int.random(in: 0..<6, using: &random) {
                case 0: leaf = tree.add(.assistant, "", under: leaf)
                case 1: leaf = tree.add(.assistant, "<think>secret</think>", under: leaf)
                case 2: leaf = tree.add(.assistant, "<think>secret</think>\n\n" + word, under: leaf)
                case 3: leaf = tree.add(.assistant, "secret", under: leaf, kind: .thoughts)
                default:
                    leaf = tree.add(.user, word, under: leaf)
                    asked.append(word)
                }
            }
            leaf = tree.add(.user, "last", under: leaf)
            let (prompt, _, _) = PromptBuilder(context: 4000).prompt(for: "m", from: tree.messages, to: leaf!)
            let roles = prompt.messages.map(\.role)
            #expect(roles.first == .user && roles.last == .user)
            #expect(zip(roles, roles.dropFirst()).allSatisfy { $0 != $1 })
            let all = prompt.messages.map(\.text).joined(separator: "|")
            #expect(asked.allSatisfy(all.contains) && !all.contains("secret"))
        }
    }

    @Test func `an answer whose question did not fit is left out with it`() {
        let tree = Tree()
        var leaf = tree.add(.user, String(repeating: "x", count: 4000), under: nil)
        leaf = tree.add(.assistant, "an answer", under: leaf)
        leaf = tree.add(.user, "a question", under: leaf)
        let (prompt, omitted, _) = PromptBuilder(context: 600).prompt(for: "m", from: tree.messages, to: leaf)
        #expect(prompt.messages == [.init(.user, "a question")])
        #expect(omitted == 2)
    }

    @Test func `what does not fit is dropped from the oldest end and counted`() {
        let tree = Tree()
        var leaf: Key<Message>?
        for number in 0..<10 {
            leaf = tree.add(
                number % 2 == 0 ? .assistant : .user, "\(number)" + String(repeating: "x", count: 399), under: leaf)
        }
        let (prompt, omitted, _) = PromptBuilder(context: 600).prompt(for: "m", from: tree.messages, to: leaf!)
        // Four fit, of which the first is an answer without its question.
        #expect(prompt.messages.count == 3)
        #expect(prompt.messages.last?.text.first == "9")
        #expect(omitted == 7)
        let halved = PromptBuilder(context: 600).halved.prompt(for: "m", from: tree.messages, to: leaf!)
        #expect(halved.prompt.messages.count == 1)
    }

    @Test func `the last message is sent however long it is`() {
        let tree = Tree()
        let question = tree.add(.user, String(repeating: "汉", count: 5000), under: nil)
        let (prompt, omitted, _) = PromptBuilder(context: 100).prompt(for: "m", from: tree.messages, to: question)
        #expect(prompt.messages.count == 1)
        #expect(omitted == 0)
    }

    @Test func `more of an answer is asked for in words, because upstreams answer users`() {
        let tree = Tree()
        let question = tree.add(.user, "count", under: nil)
        let answer = tree.add(.assistant, "1 2 3", under: question)
        let (prompt, _, _) = PromptBuilder(context: 1000).prompt(for: "m", from: tree.messages, to: answer)
        #expect(prompt.messages.map(\.role) == [.user, .assistant, .user])
    }

    @Test func `an answer that was continued is sent as one text, whatever was cut`() {
        let tree = Tree()
        let question = tree.add(.user, "draw", under: nil)
        var leaf = tree.add(.assistant, "```text\n| a", under: question)
        leaf = tree.add(.assistant, "hm", under: leaf, kind: .thoughts)
        leaf = tree.add(.assistant, " |", under: leaf)
        leaf = tree.add(.assistant, "\n", under: leaf)
        leaf = tree.add(.assistant, "", under: leaf)
        leaf = tree.add(.assistant, "```\n$$x", under: leaf)
        leaf = tree.add(.assistant, "$$ 汉", under: leaf)
        #expect(PromptBuilder.answer(at: leaf, in: tree.messages) == "```text\n| a |\n```\n$$x$$ 汉")
        #expect(PromptBuilder.answer(at: question, in: tree.messages) == nil)
        leaf = tree.add(.user, "again", under: leaf)
        let (prompt, _, _) = PromptBuilder(context: 1000).prompt(for: "m", from: tree.messages, to: leaf)
        #expect(
            prompt.messages == [
                .init(.user, "draw"), .init(.assistant, "```text\n| a |\n```\n$$x$$ 汉"), .init(.user, "again"),
            ])
    }

    @Test func `of an answer that is too long to be sent whole the last parts are continued`() {
        let tree = Tree()
        var leaf = tree.add(.user, String(repeating: "q", count: 2000), under: nil)
        for letter in ["a", "b", "c"] {
            leaf = tree.add(.assistant, String(repeating: letter, count: 800), under: leaf)
        }
        let (prompt, omitted, _) = PromptBuilder(context: 600).prompt(for: "m", from: tree.messages, to: leaf)
        let sent = String(repeating: "b", count: 800) + String(repeating: "c", count: 800)
        #expect(prompt.messages.count == 3 && prompt.messages[1] == .init(.assistant, sent))
        #expect(omitted == 2)
    }

    @Test func `how full the context is and what is left out is told as it is sent`() {
        let tree = Tree()
        var leaf: Key<Message>?
        for number in 0..<40 {
            leaf = tree.add(.user, "question \(number)", under: leaf)
            leaf = tree.add(.assistant, String(repeating: "字", count: 90), under: leaf)
            for (context, system) in [(100_000, nil), (1000, nil), (1000, "Be brief."), (200, nil)] {
                let builder = PromptBuilder(context: context)
                let sent = builder.prompt(for: "m", beginningWith: system, from: tree.messages, to: leaf!)
                let fill = builder.fill(beginningWith: system, from: tree.messages, to: leaf)
                #expect(fill.omitted == sent.omitted && fill.room == builder.budget)
                #expect((fill.used > fill.room) == (fill.omitted > 0) || fill.omitted == 0)
            }
        }
        #expect(
            PromptBuilder(context: 1000).fill(from: [], to: nil)
                == ContextFill(used: 0, room: 750, omitted: 0, summedUp: 0))
    }

    @Test func `a tree that bites its tail does not hang`() {
        let tree = Tree()
        let first = tree.add(.user, "one", under: nil)
        let second = tree.add(.user, "two", under: first)
        tree.messages[0].parent = second
        let (prompt, _, _) = PromptBuilder(context: 1000).prompt(for: "m", from: tree.messages, to: second)
        #expect(prompt.messages.last?.text.hasSuffix("two") == true)
    }

    @Test(arguments: [("", 4), ("abcd", 5), ("汉字", 6), ("😀", 5)])
    func `tokens are estimated by bytes for ASCII and by characters for the rest`(text: String, tokens: Int) {
        #expect(PromptBuilder.estimate(text) == tokens)
    }
}

/// A conversation that a test grows.
private final class Tree {
    var messages: [Message] = []
    private let conversation = Key<Conversation>.random()

    func add(
        _ role: Message.Role, _ text: String, under parent: Key<Message>?, kind: Message.Kind = .text,
        files: [File] = []
    ) -> Key<Message> {
        var message = Message(
            id: .random(), conversation: conversation, parent: parent, role: role, kind: kind, text: text,
            status: .finished, createdAt: Timestamp(seconds: 0), model: "m", turn: .random())
        message.files = files
        messages.append(message)
        return message.id
    }
}
