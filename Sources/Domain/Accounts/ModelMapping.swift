public import JSON

/// What an upstream calls the models of an account, where that differs from what they are asked by. A name that was changed is looked
/// for again, so names may form a chain.
public struct ModelMapping: Sendable, Equatable {
    /// In the order in which they were written, each asked name once.
    public let entries: [Entry]
    private let sent: [Text: Text]

    public init(_ entries: [Entry] = []) {
        self.entries = entries
        sent = Dictionary(entries.map { ($0.asked, $0.sent) }, uniquingKeysWith: { first, _ in first })
    }

    public struct Entry: Sendable, Equatable {
        public let asked: Text
        public let sent: Text

        public init(_ asked: Text, _ sent: Text) {
            self.asked = asked
            self.sent = sent
        }
    }

    public static let most = 500

    public var isEmpty: Bool { entries.isEmpty }

    /// The name at the end of the chain; the same name where there is none.
    public func name(of model: String) -> String {
        guard !isEmpty else { return model }
        return end(of: Text(model)).string
    }

    /// A name that leads back to itself past others; nil: every chain has an end. One that is sent as itself ends there.
    public var circle: Text? {
        entries.first { entry in
            let end = end(of: entry.asked)
            return sent[end] != nil && sent[end] != end
        }?.asked
    }

    /// In a circle: any name of it.
    private func end(of model: Text) -> Text {
        var name = model
        for _ in entries {
            guard let next = sent[name], next != name else { break }
            name = next
        }
        return name
    }
}
