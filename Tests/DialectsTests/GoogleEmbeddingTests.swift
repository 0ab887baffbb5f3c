import Dialects
import Domain
import JSON
import Testing

@Suite struct GoogleEmbeddingTests {
    private func asked(_ body: String, isMany: Bool) throws -> JSONValue {
        try Gemini.embeddings(from: JSONValue(parsing: body.utf8), model: "models/m", isMany: isMany)
    }

    @Test func `one text and many become OpenAI's input`() throws {
        let one = #"{"content":{"parts":[{"text":"a"},{"text":"b"}]},"taskType":"RETRIEVAL_DOCUMENT","title":"t"}"#
        #expect(try asked(one, isMany: false) == ["model": "m", "input": ["a\nb"]])
        let many = """
            {"requests":[{"model":"models/m","content":{"parts":[{"text":"a"}]},"outputDimensionality":256},
            {"content":{"parts":{"text":"b"}},"output_dimensionality":256}]}
            """
        #expect(try asked(many, isMany: true) == ["model": "m", "input": ["a", "b"], "dimensions": 256])
    }

    @Test(arguments: [
        ("{}", true, "requests"), (#"{"requests":[]}"#, true, "requests"), ("{}", false, "content"),
        (#"{"content":{}}"#, false, "content.parts"), (#"{"content":"x"}"#, false, "content"),
        (#"{"content":{"parts":[{"inlineData":{}}]}}"#, false, "content.parts[0]"),
        (#"{"content":{"parts":[{"text":7}]}}"#, false, "content.parts[0].text"),
        (#"{"requests":[{"model":"models/other","content":{"parts":[{"text":"a"}]}}]}"#, true, "requests[0].model"),
        (
            #"{"requests":[{"content":{"parts":[{"text":"a"}]}},{"outputDimensionality":2,"content":{"parts":[{"text":"a"}]}}]}"#,
            true, "requests[1].outputDimensionality"
        ),
        (#"{"requests":[7]}"#, true, "requests[0]"),
    ])
    func `what cannot be asked is refused by its name`(body: String, isMany: Bool, field: String) throws {
        let error = #expect(throws: Inexpressible.self) { try asked(body, isMany: isMany) }
        #expect(error?.field.string == field)
    }
}
