internal import Domain
internal import JSON

extension Anthropic {
    /// A request as an account's upstream wants it. One in the same format stays as the asker wrote it, in the order of its keys, but for
    /// the model, the account's own parameters, what the upstream is known to refuse, and thoughts that Anthropic has not made.
    struct Splice {
        private let prompt: Prompt
        private let account: Account
        private let asksForStream: Bool

        init(_ prompt: Prompt, _ account: Account) {
            self.prompt = prompt
            self.account = account
            asksForStream = account.streams(wanted: prompt.streams)
        }

        func request() throws(Inexpressible) -> JSONValue {
            var body: JSONValue
            if let original = prompt.original, original.dialect == .anthropic {
                body = original.body
                if body["model"]?.text != Text(prompt.model) { body["model"] = .string(prompt.model) }
                if body["max_tokens"]?.isNull ?? true { body["max_tokens"] = .integer(Anthropic.defaultMaxTokens) }
                ForeignThoughts.remove(from: &body)
            } else {
                body = try Anthropic().request(prompt)
            }
            if asksForStream || body["stream"] != nil { body["stream"] = .bool(asksForStream) }
            for member in account.options.parameterMembersElsewhere { body[Self.name(of: member.key)] = member.value }
            stopUnprovedThinking(in: &body)
            body.mind(account.learned.filter { $0.field != "stream" })
            return body
        }

        /// The parameters of an account are called as OpenAI calls them.
        private static func name(of parameter: Text) -> Text {
            switch parameter {
            case "stop": "stop_sequences"
            case "max_completion_tokens": "max_tokens"
            default: parameter
            }
        }

        /// An older model that thinks refuses a turn with calls that has lost its thought: it answers this question without.
        private func stopUnprovedThinking(in body: inout JSONValue) {
            guard body["thinking"]?["type"] == "enabled", let messages = body["messages"]?.array,
                let last = messages.last(where: { $0["role"] == "assistant" })?["content"]?.array,
                messages.last?["role"] == "user", last.contains(where: { $0["type"] == "tool_use" })
            else { return }
            let first = last.first?["type"]
            guard first != "thinking", first != "redacted_thinking" else { return }
            body["thinking"] = nil
        }
    }
}

extension Anthropic {
    /// Thoughts in a conversation whose maker is another than Anthropic: it refuses what it has not signed.
    private enum ForeignThoughts {
        static func remove(from body: inout JSONValue) {
            guard let messages = body["messages"]?.array, messages.contains(where: hasAny) else { return }
            body["messages"] = .array(
                messages.compactMap { message in
                    guard hasAny(message) else { return message }
                    let kept = (message["content"]?.array ?? []).filter { !isForeign($0) }
                    guard !kept.isEmpty else { return nil }
                    var message = message
                    message["content"] = .array(kept)
                    return message
                })
        }

        private static func hasAny(_ message: JSONValue) -> Bool {
            message["role"] == "assistant" && message["content"]?.array?.contains(where: isForeign) == true
        }

        /// Without a signature it was thought by somebody who signs nothing.
        private static func isForeign(_ block: JSONValue) -> Bool {
            guard block["type"] == "thinking", let proof = block["signature"]?.text else { return false }
            return proof.isEmpty || Opaque(carriedIn: proof, of: .anthropic).maker != .anthropic
        }
    }
}
