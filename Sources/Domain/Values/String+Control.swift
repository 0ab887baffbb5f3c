extension StringProtocol {
    /// Also what ends a line without being one of them.
    public var hasControlCharacters: Bool {
        unicodeScalars.contains {
            switch $0.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: true
            default: false
            }
        }
    }
}
