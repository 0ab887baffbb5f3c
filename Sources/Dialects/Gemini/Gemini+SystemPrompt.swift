public import JSON

extension Gemini {
    public func request(_ body: JSONValue, beginningWith system: Text) -> JSONValue {
        var body = body
        let name: Text = body["system_instruction"] == nil ? "systemInstruction" : "system_instruction"
        let part: JSONValue = ["text": .string(system)]
        body[name] = Self.instruction(body[name] ?? .null, beginningWith: part)
        return body
    }

    /// Clients write it as a content, a bare part, parts alone, or a text.
    private static func instruction(_ former: JSONValue, beginningWith part: JSONValue) -> JSONValue {
        if let parts = former["parts"] {
            var content = former
            content["parts"] = .array([part] + (parts.array ?? [parts]))
            return content
        }
        if let parts = former.array { return ["parts": .array([part] + parts)] }
        if let text = former.text { return ["parts": text.isEmpty ? [part] : [part, ["text": .string(text)]]] }
        return ["parts": former.members?.isEmpty == false ? [part, former] : [part]]
    }
}
