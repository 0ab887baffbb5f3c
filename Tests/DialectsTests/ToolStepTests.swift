import Dialects
import Domain
import JSON
import Testing

/// What OpenAI's own tools do for an answer, as its items tell it.
@Suite struct ToolStepTests {
    private func read(_ values: [JSONValue]) -> [ReplyEvent] {
        var reader = OpenAIResponses().reader(raw: nil)
        let bytes = values.map { "data: \($0.serialized)\n\n" }.joined()
        let said = reader.read(Array(bytes.utf8)).flatMap(\.events)
        return said + reader.end(isBroken: false).0.flatMap(\.events)
    }

    private static func item(_ end: String, _ item: JSONValue) -> JSONValue {
        ["type": .string("response.output_item.\(end)"), "output_index": 0, "item": item]
    }

    private static func completed(_ output: [JSONValue] = []) -> JSONValue {
        ["type": "response.completed", "response": ["status": "completed", "output": .array(output)]]
    }

    private static let search: JSONValue = [
        "type": "web_search_call", "id": "ws_1", "status": "completed",
        "action": ["type": "search", "query": "cats", "queries": ["cats", "dogs"]],
    ]
    private static let page: JSONValue = [
        "type": "web_search_call", "id": "ws_2", "status": "completed",
        "action": ["type": "open_page", "url": "https://cats.test/"],
    ]
    private static let code: JSONValue = [
        "type": "code_interpreter_call", "id": "ci_1", "status": "completed", "code": "print(1)",
        "outputs": [
            ["type": "logs", "logs": "1"], ["type": "image", "url": "data:,"], ["type": "logs", "logs": "2"],
        ],
    ]
    private static let message: JSONValue = [
        "type": "message", "id": "msg_1",
        "content": [
            [
                "type": "output_text", "text": "Cats.",
                "annotations": [
                    ["type": "url_citation", "url": "https://cats.test/", "title": "Cats", "start_index": 0],
                    ["type": "url_citation", "url": "javascript:alert(1)", "title": "Evil"],
                    ["type": "file_citation", "file_id": "f"], "x", ["type": "url_citation"],
                ],
            ]
        ],
    ]
    private static let cited = ReplyEvent.source(Source("https://cats.test/", title: "Cats")!)

    @Test func `each is told when it begins and when it ends, and pages are named once`() {
        let events = read([
            Self.item("added", ["type": "web_search_call", "id": "ws_1", "status": "in_progress"]),
            ["type": "response.web_search_call.searching", "item_id": "ws_1", "output_index": 0],
            Self.item("done", Self.search), Self.item("done", Self.page),
            Self.item("added", ["type": "code_interpreter_call", "id": "ci_1", "code": ""]),
            Self.item("done", Self.code), Self.item("done", Self.message),
            Self.completed([Self.search, Self.page, Self.code, Self.message]),
        ])
        #expect(
            events == [
                .toolStep(ToolStep(0, .search, .running)), .toolStep(ToolStep(0, .search, .done, subject: "cats")),
                .toolStep(ToolStep(1, .page, .done, subject: "https://cats.test/")),
                .toolStep(ToolStep(2, .code, .running)),
                .toolStep(ToolStep(2, .code, .done, subject: "print(1)", output: "1\n2")), Self.cited, .text("Cats."),
            ])
    }

    @Test func `an answer that comes as a whole tells the same`() {
        let events = read([Self.completed([Self.search, Self.code, Self.message])])
        #expect(
            events == [
                .toolStep(ToolStep(0, .search, .done, subject: "cats")),
                .toolStep(ToolStep(1, .code, .done, subject: "print(1)", output: "1\n2")), Self.cited, .text("Cats."),
            ])
    }

    @Test func `what failed is told as that, and what says nothing has no subject`() {
        let events = read([
            Self.item("done", ["type": "web_search_call", "id": "a", "status": "failed", "action": "x"]),
            Self.item("done", ["type": "web_search_call", "id": "b", "action": ["queries": ["x", 1, "y"]]]),
            Self.item("done", ["type": "code_interpreter_call", "outputs": "x", "code": nil]), Self.completed(),
        ])
        #expect(
            events == [
                .toolStep(ToolStep(0, .search, .failed)), .toolStep(ToolStep(1, .search, .done, subject: "x, y")),
                .toolStep(ToolStep(2, .code, .done)),
            ])
    }

    @Test func `a member's tools are asked for, and what programs print`() throws {
        var prompt = Prompt(model: "gpt-5", messages: [.init(.user, "Hi")])
        prompt.builtInTools = [.webSearch, .code]
        let body = try OpenAIResponses().request(prompt)
        #expect(
            body["tools"] == [
                ["type": "web_search"], ["type": "code_interpreter", "container": ["type": "auto"]],
            ])
        #expect(body["include"] == ["code_interpreter_call.outputs"])
        #expect(prompt.formatOfTools == .openAIResponses && prompt.builtInTools == [.webSearch, .code])
        #expect(throws: Inexpressible.self) { try OpenAIChat().request(prompt) }
    }
}

/// What is kept of it.
@Suite struct ToolWorkTests {
    @Test func `JSON holds all of it`() {
        var work = ToolWork()
        work.note(ToolStep(0, .search, .done, subject: "\u{0} \"é\" 🙂"))
        work.note(ToolStep(1, .code, .failed, subject: "x", output: "y"))
        work.note(Source("https://a.test/?q=1", title: "A")!)
        #expect(ToolWork(work.json) == work)
    }

    @Test func `it has bounds, whatever an upstream says`() {
        var work = ToolWork()
        let long = Text(String(repeating: "é", count: 100_000))
        for number in 0..<1000 {
            work.note(ToolStep(number, .code, .done, subject: long, output: long))
            if let source = Source("https://a.test/\(number)", title: long) { work.note(source) }
        }
        work.note(ToolStep(99_999, .code, .done))
        work.note(ToolStep(-1, .code, .done))
        #expect(work.steps.count == 64 && work.sources.count == 50)
        #expect(work.json.serialized.utf8.count < 1_100_000)
        #expect(work.steps[0].subject.string.unicodeScalars.allSatisfy { $0 == "é" }, "no half character")
        #expect(Source("https://a.test/\(long)", title: "") == nil)
    }

    @Test(
        arguments: [
            "javascript:alert(1)", "data:text/html,x", "//a.test", "", "https://a b", "http://a\n", "ftp://a",
            " https://a",
        ] as [Text])
    func `what is no address of the web is no source`(address: Text) {
        #expect(Source(address, title: "x") == nil)
        #expect(ToolWork(["sources": [["url": .string(address)]]]).isEmpty)
    }

    @Test(
        arguments: [
            .null, "x", [], ["steps": 7], ["steps": ["x", [:], ["kind": "x", "state": "done"], ["kind": "search"]]],
            ["sources": [7, [:], ["url": 7]]],
        ] as [JSONValue])
    func `JSON of another shape is nothing`(json: JSONValue) {
        #expect(ToolWork(json).isEmpty)
    }

    @Test func `a step that was told again says more of the same, and what did not end has failed`() {
        var work = ToolWork()
        work.note(ToolStep(0, .search, .running))
        work.note(ToolStep(0, .page, .done, subject: "https://a.test"))
        work.note(ToolStep(1, .code, .running, subject: "x"))
        let isTaken = work.note(ToolStep(5, .code, .running))
        #expect(!isTaken, "one that leaves others out")
        work.end()
        #expect(
            work.steps == [
                ToolStep(0, .page, .done, subject: "https://a.test"), ToolStep(1, .code, .failed, subject: "x"),
            ])
    }
}
