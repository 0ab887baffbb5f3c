public import JSON

extension OpenAIChat {
    public func request(_ body: JSONValue, beginningWith system: Text) -> JSONValue {
        var body = body
        var messages = body["messages"]?.array ?? []
        let role = messages.first?["role"]
        if role == "system" || role == "developer", let content = messages[0]["content"], !content.isNull {
            messages[0]["content"] = Self.content(content, beginningWith: system)
        } else {
            messages.insert(["role": "system", "content": .string(system)], at: 0)
        }
        body["messages"] = .array(messages)
        return body
    }

    private static func content(_ content: JSONValue, beginningWith system: Text) -> JSONValue {
        if let text = content.text { return .string(system.leading(text)) }
        return .array([["type": "text", "text": .string(system)]] + (content.array ?? []))
    }
}
