public import JSON

extension OpenAIResponses {
    public func request(_ body: JSONValue, beginningWith system: Text) -> JSONValue {
        var body = body
        body["instructions"] = .string(system.leading(body["instructions"]?.text ?? ""))
        return body
    }
}
