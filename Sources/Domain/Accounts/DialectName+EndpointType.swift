extension DialectName {
    /// What New API calls the format of an upstream (new-api.md §0.8); nil for formats that it has no word for.
    public var endpointType: String? {
        switch self {
        case .openAIChat: "openai"
        case .openAIResponses: "openai-response"
        case .anthropic: "anthropic"
        case .gemini: "gemini"
        case .codex, .chatGPTWeb, .completions: nil
        }
    }

    public init?(endpointType: String) {
        guard let name = Self.allCases.first(where: { $0.endpointType == endpointType }) else { return nil }
        self = name
    }

    public static var endpointTypes: [String] { allCases.compactMap(\.endpointType) }
}
