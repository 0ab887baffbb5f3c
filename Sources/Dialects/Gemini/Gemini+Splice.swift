internal import Domain
internal import JSON

extension Gemini {
    /// A request as an account's upstream wants it. One in the same format stays as the asker wrote it, in the order of its keys, but for
    /// the account's own parameters, what the upstream is known to refuse, and proofs that Google has not made.
    struct Splice {
        private let prompt: Prompt
        private let account: Account

        init(_ prompt: Prompt, _ account: Account) {
            self.prompt = prompt
            self.account = account
        }

        func request() throws(Inexpressible) -> JSONValue {
            var body: JSONValue
            if let original = prompt.original, original.dialect == .gemini {
                body = original.body
                // It stands in the address.
                body["model"] = nil
                // An answer that changes its form on the way is one answer.
                if prompt.streams != account.streams(wanted: prompt.streams) { try refuseSeveral() }
            } else {
                try refuseSeveral()
                body = try Gemini().request(prompt)
            }
            Signatures(of: GeminiModel(prompt.model)).mend(&body)
            for member in account.options.parameterMembersElsewhere { set(member, in: &body) }
            body.mind(account.learned.filter { $0.field != "stream" })
            return body
        }

        private func refuseSeveral() throws(Inexpressible) {
            if prompt.sampling.n ?? 1 > 1 { throw prompt.unsupported(.n) }
        }

        /// The parameters of an account are called as OpenAI calls them.
        private func set(_ parameter: JSONValue.Member, in body: inout JSONValue) {
            let names: [Text: Text] = [
                "temperature": "temperature", "top_p": "topP", "top_k": "topK", "seed": "seed",
                "presence_penalty": "presencePenalty", "frequency_penalty": "frequencyPenalty",
                "stop": "stopSequences", "max_tokens": "maxOutputTokens", "max_completion_tokens": "maxOutputTokens",
            ]
            guard let name = names[parameter.key] else {
                let own: Text = parameter.key == "safety_settings" ? "safetySettings" : parameter.key
                body[own] = parameter.value
                return
            }
            let place: Text = body["generation_config"] == nil ? "generationConfig" : "generation_config"
            var config = body[place] ?? [:]
            if config.members == nil { config = [:] }
            let snake = GeminiFields.snake(name)
            config[config[snake] == nil ? name : snake] = parameter.value
            body[place] = config
        }
    }
}

/// The proofs in a conversation with Google's models, which refuse what they have not signed.
private struct Signatures {
    private let wants: Bool

    init(of model: GeminiModel) { wants = model.wantsSignatures }

    func mend(_ body: inout JSONValue) {
        guard let contents = body["contents"]?.array else { return }
        let turn = contents.lastIndex { Self.isQuestion($0) } ?? -1
        var rest = contents
        var wasChanged = false
        for index in contents.indices where contents[index]["role"] == "model" {
            guard let parts = contents[index]["parts"]?.array else { continue }
            let new = mended(parts, isCurrent: index > turn)
            guard new != parts else { continue }
            rest[index]["parts"] = .array(new)
            wasChanged = true
        }
        if wasChanged { body["contents"] = .array(rest) }
    }

    /// Whether a turn begins: a user says something, and not only what came of calls.
    private static func isQuestion(_ content: JSONValue) -> Bool {
        guard content["role"] != "model" else { return false }
        return content["parts"]?.array?.contains { $0[google: "functionResponse"] == nil } ?? true
    }

    private func mended(_ parts: [JSONValue], isCurrent: Bool) -> [JSONValue] {
        var parts = parts.map(Self.withoutForeign)
        let first = parts.firstIndex { $0[google: "functionCall"] != nil }
        if wants, isCurrent, let first, parts[first][google: "thoughtSignature"] == nil {
            parts[first]["thoughtSignature"] = .string(Gemini.skippedSignature)
        }
        return parts
    }

    private static func withoutForeign(_ part: JSONValue) -> JSONValue {
        var part = part
        for name in ["thoughtSignature", "thought_signature"] as [Text] {
            guard let proof = part[name]?.text, Opaque(carriedIn: proof, of: .google).maker != .google else { continue }
            part[name] = nil
        }
        return part
    }
}
