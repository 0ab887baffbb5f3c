internal import JSON

/// A tool that a provider runs itself, which members switch on for their questions.
public enum BuiltInTool: String, Sendable, CaseIterable {
    case webSearch = "web_search"
    /// Writes programs and runs them, on the provider's machines.
    case code = "code_interpreter"
}

extension Account {
    /// Those that its upstream has (contracts/relay-formats.md §1, codex.md): OpenAI's own are part of Responses, and what ChatGPT's accounts are
    /// asked through knows the search alone.
    public var builtInTools: [BuiltInTool] {
        if formats.contains(.openAIResponses) { return [.webSearch, .code] }
        return formats.contains(.codex) ? [.webSearch] : []
    }
}

extension Prompt {
    /// The format that its tools are a part of: accounts that speak several are asked in that. Nil: any.
    public var formatOfTools: DialectName? { original == nil && !builtInTools.isEmpty ? .openAIResponses : nil }

    /// Those that a member switched on.
    public var builtInTools: [BuiltInTool] {
        get {
            tools.compactMap { tool in
                switch tool {
                case .webSearch: .webSearch
                case Self.code: .code
                default: nil
                }
            }
        }
        set {
            tools = newValue.map { $0 == .webSearch ? .webSearch(WebSearch()) : Self.code }
        }
    }

    private static let code = Tool.other(
        ["type": "code_interpreter", "container": ["type": "auto"]], .openAIResponses)
}
