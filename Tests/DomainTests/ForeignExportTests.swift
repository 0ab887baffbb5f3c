import JSON
import Testing

@testable import Domain

/// What is made of an export of ChatGPT's, without any store.
@Suite struct ForeignExportTests {
    private static func node(
        _ id: String, _ parent: String?, _ role: String = "", _ text: String = "", _ more: JSONValue = [:],
        children: [String]? = nil
    ) -> JSONValue {
        var message: JSONValue =
            role.isEmpty
            ? .null
            : [
                "author": ["role": .string(role)], "content": ["content_type": "text", "parts": [.string(text)]],
            ]
        for member in more.members ?? [] { message[member.key] = member.value }
        var node: JSONValue = ["id": .string(id), "parent": .string(parent), "message": message]
        if let children { node["children"] = .array(children.map { .string($0) }) }
        return node
    }

    private static func tree(_ nodes: [JSONValue], known: [String: Key<Message>] = [:]) -> ForeignTree {
        ForeignTree(nodes.map { ForeignNode($0["id"]!.text!, $0) }, known: known)
    }

    private static func lines(of tree: ForeignTree) -> [String] {
        tree.groups.map { group in
            let text = tree.messages(of: group).map(\.text).joined(separator: "+")
            return "\(group.parent.map(String.init) ?? "-") \(group.role.rawValue) \(text)"
        }
    }

    private static func chats(_ text: String, cutAt size: Int = 1 << 16) -> ([ForeignChat], ForeignCutter) {
        var cutter = ForeignCutter()
        var (found, rest): ([ForeignChat], ArraySlice<UInt8>) = ([], Array(text.utf8)[...])
        while !rest.isEmpty {
            found += cutter.feed(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return (found, cutter)
    }

    private static func read(_ message: JSONValue) -> ForeignNode {
        ForeignNode("n", ["id": "n", "parent": nil, "message": message])
    }

    private static func said(_ role: String, _ content: JSONValue, _ more: JSONValue = [:]) -> ForeignNode {
        var message: JSONValue = ["author": ["role": .string(role)], "content": content]
        for member in more.members ?? [] { message[member.key] = member.value }
        return read(message)
    }

    // MARK: The tree

    @Test func `one answer in several nodes is one message, and hidden nodes in between are none`() {
        let tree = Self.tree([
            Self.node("root", nil), Self.node("s", "root", "system", "hidden"), Self.node("u", "s", "user", "Q"),
            Self.node("a", "u", "assistant", "A1"), Self.node("t", "a", "tool", "noise"),
            Self.node("b", "t", "assistant", "A2"), Self.node("v", "b", "user", "Q2"),
            Self.node("c", "v", "assistant", "A3"),
        ])
        #expect(Self.lines(of: tree) == ["- user Q", "0 assistant A1+A2", "1 user Q2", "2 assistant A3"])
    }

    @Test func `a fork within an answer gives the other branch what stood before it`() {
        let tree = Self.tree([
            Self.node("u", nil, "user", "Q"), Self.node("a", "u", "assistant", "A"),
            Self.node("b", "a", "assistant", "B"), Self.node("c", "a", "assistant", "C"),
        ])
        #expect(Self.lines(of: tree) == ["- user Q", "0 assistant A+B", "0 assistant A+C"])
    }

    @Test func `questions that follow each other are one, unless the first was answered`() {
        let joined = Self.tree([Self.node("u", nil, "user", "Q"), Self.node("v", "u", "user", "R")])
        #expect(Self.lines(of: joined) == ["- user Q+R"])
        let answered = Self.tree([
            Self.node("u", nil, "user", "Q"), Self.node("v", "u", "user", "R"), Self.node("a", "u", "assistant", "A"),
        ])
        #expect(Self.lines(of: answered) == ["- user Q", "- user Q+R", "0 assistant A"])
    }

    @Test func `regenerated answers are siblings, in the order of children, else as in the file`() {
        let nodes = [
            Self.node("u", nil, "user", "Q", children: ["b", "a"]), Self.node("a", "u", "assistant", "A"),
            Self.node("b", "u", "assistant", "B"),
        ]
        #expect(Self.lines(of: Self.tree(nodes)) == ["- user Q", "0 assistant B", "0 assistant A"])
        var plain = nodes
        plain[0]["children"] = nil
        #expect(Self.lines(of: Self.tree(plain)) == ["- user Q", "0 assistant A", "0 assistant B"])
    }

    @Test func `cycles are cut once, and several roots and lost parents stay`() {
        let tree = Self.tree([
            Self.node("a", "b", "user", "A"), Self.node("b", "a", "assistant", "B"), Self.node("c", "c", "user", "C"),
            Self.node("d", "gone", "user", "D"), Self.node("e", nil, "user", "E"),
        ])
        #expect(tree.cycles == 2)
        #expect(Set(Self.lines(of: tree).map { String($0.suffix(1)) }) == ["A", "B", "C", "D", "E"])
    }

    @Test func `without any parent children make the tree`() {
        let nodes: [JSONValue] = [
            ["id": "u", "children": ["a"], "message": Self.node("u", nil, "user", "Q")["message"]!],
            ["id": "a", "children": [], "message": Self.node("a", nil, "assistant", "A")["message"]!],
        ]
        #expect(Self.lines(of: Self.tree(nodes)) == ["- user Q", "0 assistant A"])
    }

    @Test(.timeLimit(.minutes(1))) func `a hundred thousand messages in one chat are one thread`() {
        let nodes = (0..<100_000).map { number in
            Self.node(
                "n\(number)", number == 0 ? nil : "n\(number - 1)", number % 2 == 0 ? "user" : "assistant", "\(number)")
        }
        let tree = Self.tree(nodes)
        #expect(tree.groups.count == 100_000 && tree.groups.last?.parent == 99_998)
        #expect(tree.shown("n99999") == 99_999 && tree.shown("gone") == 99_999)
    }

    @Test func `a known node is the message that it became, and what is new hangs on it`() {
        let key = Key<Message>.random()
        let nodes = [
            Self.node("u", nil, "user", "Q"), Self.node("a", "u", "assistant", "A"), Self.node("v", "a", "user", "R"),
        ]
        let tree = Self.tree(nodes, known: ["u": .random(), "a": key])
        #expect(tree.groups.map { $0.known == nil } == [false, false, true])
        #expect(tree.groups[2].parent == 1 && tree.groups[1].known == key)
    }

    // MARK: Messages

    @Test func `what ChatGPT does not show is not there and no loss`() {
        let hidden: [ForeignNode] = [
            Self.said(
                "user", ["content_type": "text", "parts": ["x"]],
                ["metadata": ["is_visually_hidden_from_conversation": true]]),
            Self.said("system", ["content_type": "text", "parts": ["x"]]),
            Self.said("assistant", ["content_type": "code", "text": "x"], ["recipient": "web.run"]),
            Self.said("assistant", ["content_type": "text", "parts": ["x"]], ["channel": "analysis"]),
            Self.said("assistant", ["content_type": "reasoning_recap", "content": "Thought for 7s"]),
        ]
        for node in hidden { #expect(node.message == nil && node.reasons.isEmpty && node.unknown.isEmpty) }
    }

    @Test func `what is left out has its reason`() {
        let parts: JSONValue = ["content_type": "text", "parts": ["x"]]
        let cases: [(ForeignNode, ImportReason)] = [
            (Self.said("user", ["content_type": "user_editable_context", "user_profile": "x"]), .customInstructions),
            (Self.said("assistant", ["content_type": "model_editable_context"]), .memory),
            (Self.said("tool", parts), .toolOutput),
            (Self.said("tool", ["content_type": "system_error", "text": "x"]), .toolError),
            (Self.said("tool", ["content_type": "tether_browsing_display", "result": ""]), .pageRead),
            (Self.said("tool", ["content_type": "brand_new", "x": 1]), .unknownContent),
            (
                Self.said(
                    "assistant",
                    ["content_type": "code", "text": #"{"updates":[{"pattern":"a+","replacement":"b"}]}"#],
                    ["recipient": "canmore.update_textdoc"]), .canvasEdit
            ),
        ]
        for (node, reason) in cases { #expect(node.message == nil && node.reasons == [reason]) }
        #expect(cases[5].0.unknown == ["brand_new"])
    }

    @Test func `each kind of content becomes what it said`() {
        func text(_ node: ForeignNode) -> String? { node.message?.text }
        #expect(text(Self.said("user", ["content_type": "text", "parts": ["a", nil, "", "b"]])) == "a\nb")
        #expect(
            text(Self.said("assistant", ["content_type": "code", "language": "python", "text": "x = '```'"]))
                == "````python\nx = '```'\n````")
        #expect(text(Self.said("tool", ["content_type": "execution_output", "text": "42"])) == "```\n42\n```")
        #expect(
            text(
                Self.said(
                    "assistant",
                    ["content_type": "code", "text": #"{"name":"Plan","type":"document","content":"Do it."}"#],
                    ["recipient": "canmore.create_textdoc"])) == "**Plan**\n\nDo it.")
        let thought = Self.said(
            "assistant", ["content_type": "thoughts", "thoughts": [["summary": "Hm", "content": "Let me see."]]])
        #expect(thought.message?.thoughts == "**Hm**\n\nLet me see." && thought.message?.text == "")
        let picture = Self.said(
            "user",
            [
                "content_type": "multimodal_text",
                "parts": [
                    ["content_type": "image_asset_pointer", "asset_pointer": "sediment://file_0001"], "Look",
                    ["content_type": "audio_transcription", "text": "heard"],
                    ["content_type": "audio_asset_pointer", "asset_pointer": "sediment://file_0002"],
                ],
            ], ["metadata": ["attachments": [["id": "file-abc", "name": "a.pdf"]]]])
        #expect(picture.message?.text == "Look\nheard" && picture.reasons == [.voiceRecording])
        #expect(picture.message?.files.map(\.id) == ["file_0001", "file-abc"])
    }

    @Test func `marks go, and what they say stays`() {
        let text =
            "See \u{E200}cite\u{E202}turn0search3\u{E201}by \u{E200}entity\u{E202}[\"people\",\"Ada\",0]\u{E201}"
            + " at \u{E200}url\u{E202}a page\u{E202}https://a.example/\u{E201} \u{E203}kept\u{E204} 【12†source】"
        #expect(ForeignText.cleaned(text) == "See by Ada at [a page](<https://a.example/>) kept 【12†source】")
        #expect(ForeignText.cleaned("open \u{E200}cite") == "open cite")
        #expect(ForeignText.link("x", to: "javascript:alert(1)") == "x")
    }

    @Test func `sources are those of the answer, but for what stands for a blank`() {
        let node = Self.said(
            "assistant", ["content_type": "text", "parts": ["A"]],
            [
                "metadata": [
                    "content_references": [
                        ["matched_text": " ", "items": [["url": "https://no.example", "title": "no"]]],
                        ["matched_text": "x", "items": [["url": "https://yes.example", "title": "yes"]]],
                    ]
                ]
            ])
        #expect(node.message?.sources == [ForeignSource(title: "yes", address: "https://yes.example")])
    }

    @Test func `times are read as they come, and absurd ones are none`() {
        #expect(Timestamp(foreign: .number("1700000000.123456"))?.milliseconds == 1_700_000_000_123)
        #expect(Timestamp(foreign: "2024-01-02T03:04:05Z")?.seconds == 1_704_164_645)
        for absurd: JSONValue in [nil, "soon", .number("1700000000000"), 0, .number("1e400"), .number("-5")] {
            #expect(Timestamp(foreign: absurd) == nil)
        }
    }

    // MARK: Files of conversations

    private static let one =
        #"{"title":"T","id":"c1","mapping":{"r":{"id":"r","message":null,"parent":null},"u":{"id":"u","parent":"r","message":{"author":{"role":"user"},"content":{"content_type":"text","parts":["\ud83d\ude00"]}}}}}"#

    @Test func `an array, an object around it and one chat alone are read, at every cut`() {
        for text in ["[\(Self.one)]", #"{"conversations":[\#(Self.one)]}"#, Self.one] {
            for size in [1, 7, 64, 100_000] {
                let (chats, cutter) = Self.chats(text, cutAt: size)
                #expect(cutter.isComplete && chats.count == 1 && chats.first?.id == "c1")
                #expect(chats.first?.title == "T" && chats.first?.hasMapping == true && chats.first?.nodes.count == 2)
                #expect(chats.first?.nodes.last?.message?.text == "😀")
            }
        }
    }

    @Test func `a file that ends in the middle keeps what stood before`() {
        let (chats, cutter) = Self.chats("[\(Self.one),\(Self.one.prefix(80))")
        #expect(chats.count == 1 && !cutter.isComplete)
    }

    @Test func `elements that are no conversations are seen as such`() {
        let (chats, cutter) = Self.chats(#"[{"title":"shell"},5,\#(Self.one)]"#)
        #expect(cutter.isComplete && chats.map(\.hasMapping) == [false, false, true])
    }

    @Test func `without an id a chat is known by its tree`() {
        let text = Self.one.replacing(#""id":"c1","#, with: "")
        let (first, again) = (Self.chats(text).0[0].id, Self.chats(text).0[0].id)
        #expect(first == again && first.hasPrefix("hash-"))
        #expect(Self.chats(text.replacing("ude00", with: "ude01")).0[0].id != first)
    }
}
