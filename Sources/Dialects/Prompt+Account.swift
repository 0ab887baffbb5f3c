public import Domain
internal import JSON

extension Prompt {
    /// As an account is asked it: for the model by its name there, and with the account's own system prompt.
    public func asked(of account: Account) -> Prompt {
        var prompt = self
        prompt.model = account.options.mapping.name(of: model)
        if let effort = account.options.reasoningEffort { prompt.reasoning = ReasoningWish(effort: effort) }
        prompt.add(Text(account.options.systemPrompt), leading: account.options.leadsSystemPrompts)
        return prompt
    }

    /// `leading`: also where there is a system prompt already, which then comes after it.
    private mutating func add(_ system: Text, leading: Bool) {
        guard !system.isEmpty else { return }
        let hasOne = messages.contains { $0.role == .system || $0.role == .developer }
        guard leading || !hasOne else { return }
        if let original { self.original?.body = original.dialect.dialect.request(original.body, beginningWith: system) }
        guard let first = messages.first, first.role == .system || first.role == .developer else {
            messages.insert(.init(.system, [.text(system)]), at: 0)
            return
        }
        if case .text(let text)? = first.parts.first {
            messages[0].parts[0] = .text(system.leading(text))
        } else {
            messages[0].parts.insert(.text(system), at: 0)
        }
    }
}

extension Text {
    /// Another text after this one, as a paragraph of its own.
    func leading(_ other: Text) -> Text { other.trimmed.isEmpty ? self : "\(self)\n\n\(other)" }
}
