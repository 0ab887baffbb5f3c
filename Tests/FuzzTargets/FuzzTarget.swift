import Dialects

/// A parser that is fed anything, and what must be true of it whatever it is fed.
public enum FuzzTarget: String, CaseIterable, Sendable {
    case http, text, json, events, multipart
    case openAIChat = "openai-chat"
    case openAIResponses = "openai-responses"
    case completions, anthropic, gemini
    case chatGPTWeb = "chatgpt-web"

    /// Throws when a promise of the parser is broken.
    public func check(_ bytes: [UInt8]) throws(Broken) {
        switch self {
        case .http: try checkHTTP(bytes)
        case .text: try checkText(bytes)
        case .json: try checkJSON(bytes)
        case .events: try checkEvents(bytes)
        case .multipart: try checkMultipart(bytes)
        case .openAIChat: try checkOpenAIChat(bytes)
        case .openAIResponses: try checkDialect(OpenAIResponses(), bytes)
        case .completions: try checkDialect(OpenAICompletions(), bytes)
        case .anthropic: try checkDialect(Anthropic(), bytes)
        case .gemini: try checkDialect(Gemini(), bytes)
        case .chatGPTWeb: try checkDialect(ChatGPTWeb(), bytes)
        }
    }
}

/// A promise that an input has shown to be false.
public struct Broken: Error, CustomStringConvertible {
    public let description: String

    init(_ promise: String) { description = promise }
}

func require(_ isKept: Bool, _ promise: @autoclosure () -> String) throws(Broken) {
    guard isKept else { throw Broken(promise()) }
}

/// The same bytes in one piece, and cut at places that they choose themselves.
func cuttings(of bytes: [UInt8]) -> [[[UInt8]]] {
    let step = 1 + Int(bytes.reduce(0, &+) & 15)
    let middle = bytes.count / 2
    return [
        [bytes], [Array(bytes[..<middle]), Array(bytes[middle...])],
        stride(from: 0, to: bytes.count, by: step).map { Array(bytes[$0..<min($0 + step, bytes.count)]) },
    ]
}
