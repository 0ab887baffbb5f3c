extension Account {
    /// The formats that its upstream speaks, best first.
    public var formats: [DialectName] {
        // ChatGPT's own upstreams speak nothing else.
        guard options.formats.isEmpty || provider.hasLogin else { return options.formats }
        // OpenAI itself speaks both; of those who imitate it few do.
        let isOpenAIItself = provider == .openAI && Origin(of: baseURL) == Origin(of: provider.baseURL)
        return isOpenAIItself ? [.openAIChat, .openAIResponses] : provider.dialects
    }

    /// The format in which it is asked what was asked of us in `asked`: the same where it speaks that, so that nothing is lost, else its best.
    public func format(for asked: DialectName?) -> DialectName {
        if let asked, formats.contains(asked) { return asked }
        return formats.first ?? .openAIChat
    }

    /// Whether its format has words for images. That a model can see them, only its upstream knows.
    public var takesImages: Bool { format(for: nil).takesImages }
}
