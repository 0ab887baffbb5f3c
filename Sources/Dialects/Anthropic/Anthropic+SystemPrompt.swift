public import JSON

extension Anthropic {
    public func request(_ body: JSONValue, beginningWith system: Text) -> JSONValue {
        var body = body
        if let blocks = body["system"]?.array, !blocks.isEmpty {
            body["system"] = .array([["type": "text", "text": .string(system)]] + blocks)
        } else {
            body["system"] = .string(system.leading(body["system"]?.text ?? ""))
        }
        return body
    }
}
