import Domain
import JSON
import Testing

@Suite struct TokenEstimateTests {
    @Test(arguments: [("", 1), ("abcdefgh", 2), ("汉字かな한글", 6), ("привет!!", 3), ("😀😀", 2)])
    func `four bytes are a token, and a character of Chinese is one`(text: String, tokens: Int) {
        #expect(Prompt(model: "m", messages: [.init(.user, text)]).estimatedTokens == tokens)
    }

    @Test func `everything that a model reads counts`() {
        let long = Text(String(repeating: "word", count: 100))
        func count(_ part: Part) -> Int { Prompt(model: "m", messages: [.init(.user, [part])]).estimatedTokens }
        #expect(count(.refusal(long)) == 100 && count(.reasoning(Thought(long))) == 100)
        #expect(count(.toolResult(ToolResult(of: "1", [.text(long), .text(long)]))) == 200)
        #expect(count(.toolCall(ToolCall(id: "1", name: long, arguments: long))) == 200)
        #expect(count(.image(Picture(.url("data:image/png;base64,AAAA")))) == 1000)
        #expect(count(.file(Attachment(.id("file_1")))) == 1000)
        #expect(count(.file(Attachment(.url("data:text/plain;base64,\(long)")))) < 100)
        #expect(count(.other(["a": [.string(long), 1, nil]], .gemini)) > 100)
        var prompt = Prompt(model: "m", messages: [])
        prompt.tools = [.function(FunctionTool("f", description: long, parameters: ["a": .string(long)]))]
        #expect((200...210).contains(prompt.estimatedTokens))
        prompt.format = .jsonSchema(AnswerSchema("x", schema: ["b": .string(long)]))
        #expect((300...310).contains(prompt.estimatedTokens))
    }
}
