public import Domain
public import JSON
public import Wire

/// Google's Gemini format (`POST /v1beta/models/<model>:generateContent` and `:streamGenerateContent`). Its model, and whether the answer
/// is wanted in pieces, stand in the address: whoever reads a request sets `model` and `streams`.
public struct Gemini: Dialect {
    public init() {}

    public var name: DialectName { .gemini }

    public func request(_ prompt: Prompt, to account: Account) throws(Inexpressible) -> JSONValue {
        try Splice(prompt, account).request()
    }

    public func reader(raw: RawForm?) -> any ReplyReader { AnswerReading(Meaning(), raw: raw) }

    public func writer(_ head: ReplyHead) -> any ReplyWriter {
        RestoringWriter.around(head.streams ? StreamWriter(head) : WholeWriter(head), head, rename: \.geminiToolName)
    }

    /// Between the elements of an array a line break is nothing.
    public func signOfLife(_ head: ReplyHead) -> [UInt8] { Array((head.isArray ? "\n" : ": ping\n\n").utf8) }

    public func address(of account: Account, for prompt: Prompt) -> String {
        let streams = account.streams(wanted: prompt.streams)
        let action = streams ? "streamGenerateContent?alt=sse" : "generateContent"
        let version = prompt.original.flatMap { $0.dialect == .gemini ? $0.version : nil }
        return account.generationURL("\(Self.path(of: Text(prompt.model))):\(action)", version: version)
    }

    public func credentials(_ key: Text) -> Headers { ["x-goog-api-key": key] }

    /// `models/<model>`; a name that says where it stands is taken as it is.
    private static func path(of model: Text) -> String {
        let parts = model.split(separator: UInt8(ascii: "/")).filter { !$0.isEmpty && $0 != "." && $0 != ".." }
        let isPath = parts.count > 1 && ["models", "tunedModels", "publishers"].contains(parts[0])
        return ((isPath ? [] : ["models"]) + parts.map(\.pathSegment)).joined(separator: "/")
    }
}

extension Text {
    /// The name of a tool as Google takes it: it begins with a letter or `_`.
    var geminiToolName: Text {
        let isTaken =
            byteCount <= Self.longestToolName
            && utf8.allSatisfy { $0.isPartOfToolName || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }
        let begins = utf8.first.map { (97...122).contains($0.asciiLowercased) || $0 == UInt8(ascii: "_") } ?? false
        if isTaken, begins { return self }
        return begins ? openAIToolName : Text("_\(self)").openAIToolName
    }
}
