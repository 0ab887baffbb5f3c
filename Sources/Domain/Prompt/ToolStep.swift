public import JSON

/// One thing that a provider's own tool did for an answer.
public struct ToolStep: Sendable, Equatable {
    /// Which of its answer's, from 0. A later one of the same number says more of the same.
    public let number: Int
    public let kind: Kind
    public let state: State
    /// What was searched for, the address of the page, or the program; empty where the provider does not say.
    public let subject: Text
    /// What the program printed.
    public let output: Text

    public enum Kind: String, Sendable, CaseIterable { case search, page, code }
    public enum State: String, Sendable, CaseIterable { case running, done, failed }

    /// Bytes of each text that are kept.
    static let longestText = 8 << 10
    /// Of one answer.
    static let most = 64

    /// Bytes of its texts.
    public var size: Int { subject.byteCount + output.byteCount }

    /// Long texts are cut.
    public init(_ number: Int, _ kind: Kind, _ state: State, subject: Text = "", output: Text = "") {
        self.number = number
        self.kind = kind
        self.state = state
        self.subject = subject.beginning(of: Self.longestText)
        self.output = output.beginning(of: Self.longestText)
    }
}

/// Where an answer has something from: a page of the web.
public struct Source: Sendable, Equatable {
    public let address: Text
    /// Empty where the provider does not say.
    public let title: Text

    static let longestAddress = 2048
    static let longestTitle = 300
    /// Of one answer.
    static let most = 50

    /// Nil for an address that is too long, or leads elsewhere than into the web: pages make links of them.
    public init?(_ address: Text, title: Text) {
        let scheme = Text(decoding: address.utf8.prefix(8)).asciiLowercased
        guard scheme.hasPrefix("https://") || scheme.hasPrefix("http://"), address.byteCount <= Self.longestAddress,
            address.utf8.allSatisfy({ $0 > 32 && $0 != 127 })
        else { return nil }
        self.address = address
        self.title = title.beginning(of: Self.longestTitle)
    }
}

extension Text {
    /// No more than so many bytes of it, and no half character.
    fileprivate func beginning(of length: Int) -> Text {
        guard byteCount > length else { return self }
        return Text(string.pieces(of: length).first.map(String.init) ?? "")
    }
}
