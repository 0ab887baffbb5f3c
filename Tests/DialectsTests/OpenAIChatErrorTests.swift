import Dialects
import Domain
import JSON
import Testing
import Wire

@Suite struct OpenAIChatErrorTests {
    @Test(arguments: [
        (
            #"{"error":{"message":"No","type":"t","param":null,"code":"c"}}"#,
            ErrorBody(code: "c", type: "t", message: "No")
        ),
        (#"{"error":"No"}"#, ErrorBody(message: "No")), (#"{"message":"No"}"#, ErrorBody(message: "No")),
        (#"{"msg":"No","code":1001}"#, ErrorBody(code: "1001", message: "No")),
        (#"{"err":"No"}"#, ErrorBody(message: "No")),
        (#"{"detail":"No"}"#, ErrorBody(message: "No")), (#"{"error_msg":"No"}"#, ErrorBody(message: "No")),
        (#"{"header":{"message":"No"}}"#, ErrorBody(message: "No")),
        (#"{"error":{"code":500}}"#, ErrorBody(code: "500")),
        (#"{"detail":[{"msg":"x"}]}"#, ErrorBody(message: "x")),
        (#"[{"error":{"message":"No"}}]"#, ErrorBody(message: "No")),
        (#"{"error":{"message":"No","param":"stop"}}"#, ErrorBody(message: "No", param: "stop")),
        (#"[1]"#, ErrorBody()), (#""No""#, ErrorBody(message: "No")),
    ])
    func `the body of a refusal is read in every shape met in the wild`(text: String, error: ErrorBody) throws {
        #expect(ErrorBody(ofRefusal: try JSONValue(parsing: text.utf8)) == error)
    }

    @Test(arguments: [#"{"choices":[]}"#, #"{"error":null}"#, #"{"message":"fine"}"#])
    func `an answer is not taken for an error`(text: String) throws {
        #expect(ErrorBody(try JSONValue(parsing: text.utf8)) == nil)
    }

    @Test(arguments: [
        ErrorBody(code: "context_length_exceeded"), ErrorBody(type: "context_length_exceeded"),
        ErrorBody(
            message: "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000"),
        ErrorBody(type: "invalid_request_error", message: "prompt is too long: 210000 tokens > 200000 maximum"),
        ErrorBody(message: "Your input exceeds the context window of this model."),
    ])
    func `a conversation that is too long is recognised`(error: ErrorBody) {
        #expect(error.isContextTooLong)
    }

    @Test func `other refusals are not`() {
        #expect(!ErrorBody(code: "invalid_value", message: "max_tokens is too large").isContextTooLong)
        #expect(ErrorBody(code: "model_not_found").isModelUnknown)
    }

    @Test(
        arguments: ["messages", "input", "contents", "tools", "system", "generationConfig", "text", "instructions"]
            as [Text])
    func `what was asked is never learned to be left out`(field: Text) {
        let refusal = ErrorBody(message: "Invalid value for '\(field)'.")
        #expect(refusal.learnedOption(for: [field: [], "top_k": 1]) == nil)
        #expect(
            ErrorBody(message: "Unsupported parameter: top_k").learnedOption(for: [field: [], "top_k": 1])?.field
                == "top_k")
    }
}
