/// A kind of upstream: a row of the table of providers. Its number is what New API calls the channel's `type`.
public struct Provider: RawRepresentable, Sendable, Hashable {
    private let row: Row

    public var rawValue: Int { row.number }
    public var name: String { row.name }
    /// What it is called in Chinese, where that is another name.
    public var chineseName: String { row.chineseName }
    /// Where it is asked unless the account says otherwise; empty where every account has its own address.
    public var baseURL: String { row.baseURL }
    /// The formats it speaks, best first. None: what it does cannot be asked for here.
    public var dialects: [DialectName] { row.dialects }
    public var keyHeader: KeyHeader { row.keyHeader }

    /// Where the key of an account stands in a request.
    public enum KeyHeader: Sendable {
        /// Where the format has it: `Authorization`, `x-api-key` or `x-goog-api-key`.
        case ofFormat
        /// Azure's.
        case apiKey
    }

    /// Every account refers to one.
    private final class Row: Sendable {
        let number: Int
        let name: String
        let chineseName: String
        let baseURL: String
        let dialects: [DialectName]
        let keyHeader: KeyHeader

        init(
            _ number: Int, _ name: String, _ chineseName: String, _ baseURL: String, _ dialects: [DialectName],
            _ keyHeader: KeyHeader
        ) {
            self.number = number
            self.name = name
            self.chineseName = chineseName
            self.baseURL = baseURL
            self.dialects = dialects
            self.keyHeader = keyHeader
        }
    }

    init(
        _ number: Int, _ name: String, _ baseURL: String = "", _ dialects: [DialectName] = [.openAIChat],
        keyHeader: KeyHeader = .ofFormat, chinese: String? = nil
    ) {
        row = Row(number, name, chinese ?? name, baseURL, dialects, keyHeader)
    }

    /// Nil for a number that the table does not have.
    public init?(rawValue: Int) {
        guard let provider = Self.byNumber[rawValue] else { return nil }
        self = provider
    }

    /// Whether an account of it has a login, which is renewed, instead of a key.
    public var hasLogin: Bool { self == .codex || self == .chatGPTWeb }

    /// Whether it tells how much is used without being asked a question.
    public var tellsUsageFreely: Bool { self == .codex }

    /// Whether accounts of it can be asked.
    public var isSupported: Bool { self == .demo || !dialects.isEmpty }

    public static func == (left: Provider, right: Provider) -> Bool { left.rawValue == right.rawValue }
    public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

extension Provider {
    public static let openAI = byNumber[1]!
    public static let azure = byNumber[3]!
    public static let anthropic = byNumber[14]!
    public static let gemini = byNumber[24]!
    public static let codex = byNumber[57]!
    /// Ours: answers by itself, for trying things out.
    public static let demo = byNumber[1000]!
    /// Ours: what ChatGPT's own page asks.
    public static let chatGPTWeb = byNumber[1001]!

    private static let byNumber = Dictionary(uniqueKeysWithValues: all.map { ($0.rawValue, $0) })
}
