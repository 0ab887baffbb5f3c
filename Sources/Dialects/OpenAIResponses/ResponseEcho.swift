internal import Domain
internal import JSON

/// What a response repeats of its request, and what the format wants there where the request says nothing.
struct ResponseEcho {
    /// A response without what is its own.
    let response: JSONValue

    init(of prompt: Prompt?) {
        var asked: JSONValue?
        if let original = prompt?.original, original.dialect == .openAIResponses { asked = original.body }
        let said = { (name: Text, other: JSONValue) -> JSONValue in
            asked?[name].flatMap { $0.isNull ? nil : $0 } ?? other
        }
        var reasoning: JSONValue = ["effort": nil, "summary": nil]
        for member in asked?["reasoning"]?.members ?? [] { reasoning[member.key] = member.value }
        var text: JSONValue = ["format": ["type": "text"]]
        for member in asked?["text"]?.members ?? [] where !member.value.isNull { text[member.key] = member.value }
        response = [
            "id": "", "object": "response", "created_at": 0, "status": "", "background": false, "error": nil,
            "incomplete_details": nil, "instructions": said("instructions", nil),
            "max_output_tokens": said("max_output_tokens", nil), "model": "", "output": [],
            "parallel_tool_calls": said("parallel_tool_calls", true),
            "previous_response_id": said("previous_response_id", nil), "reasoning": reasoning,
            "store": said("store", false), "temperature": said("temperature", nil), "text": text,
            "tool_choice": said("tool_choice", "auto"), "tools": said("tools", []), "top_p": said("top_p", nil),
            "truncation": said("truncation", "disabled"), "usage": nil, "user": said("user", nil),
            "metadata": said("metadata", [:]),
        ]
    }
}
