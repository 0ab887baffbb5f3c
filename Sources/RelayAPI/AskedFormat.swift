internal import Dialects
internal import Domain
internal import HTTP
internal import JSON
internal import Web
internal import Wire

/// A format that programs ask in: how its requests are read, and what its answers are called.
struct AskedFormat: Sendable {
    let dialect: any Dialect
    let endpoint: Endpoint
    /// What the id of an answer begins with.
    let prefix: Text
    /// Whether the body may say for which group it is.
    var takesGroup = false
    /// Of the body and of what stands in the head.
    let read: Reading

    typealias Reading = @Sendable (_ body: JSONValue, _ request: Request) throws(Inexpressible) -> Prompt

    init(_ dialect: any Dialect, _ endpoint: Endpoint, prefix: Text, _ read: @escaping Reading) {
        self.dialect = dialect
        self.endpoint = endpoint
        self.prefix = prefix
        self.read = read
    }

    static let chat = AskedFormat(OpenAIChat(), .chatCompletions, prefix: "chatcmpl-") {
        body, _ throws(Inexpressible) in try OpenAIChat().prompt(from: body)
    }

    /// What a page of ours asks, which is no program.
    static let playground = {
        var format = chat
        format.takesGroup = true
        return format
    }()

    /// `/v1/engines/:model/completions` says the model in its address.
    static let completions = AskedFormat(OpenAICompletions(), .completions, prefix: "cmpl-") {
        body, request throws(Inexpressible) in
        var body = body
        if let engine = request.parameters["model"] { body["model"] = .string(engine) }
        return try OpenAICompletions().prompt(from: body)
    }

    static let responses = AskedFormat(OpenAIResponses(), .responses, prefix: "resp_") {
        body, _ throws(Inexpressible) in try OpenAIResponses().prompt(from: body)
    }

    /// The version that a request is written in, and the unfinished features that it uses, belong to it.
    static let messages = AskedFormat(Anthropic(), .messages, prefix: "msg_") {
        body, request throws(Inexpressible) in
        var prompt = try Anthropic().prompt(from: body)
        for name in ["anthropic-version", "anthropic-beta"] as [Text] {
            prompt.original?.headers += request.headers.all(name).map { .init(name, $0) }
        }
        if request.items["beta"] == "true" { prompt.original?.query = Anthropic.betaQuery }
        return prompt
    }

    /// Google's address says the model and whether the answer is wanted in pieces.
    static let generation = AskedFormat(Gemini(), .generateContent, prefix: "") {
        body, request throws(Inexpressible) in
        let action = GeminiAction(of: request)
        var prompt = try Gemini().prompt(from: body, model: action.model, streams: action.name == .stream)
        prompt.original?.version = Text(request.path).split(separator: UInt8(ascii: "/")).first { !$0.isEmpty }
        return prompt
    }
}

/// What stands behind `/models/` in Google's addresses: `<model>:<action>`.
struct GeminiAction: Sendable {
    /// With `models/` and the like, or without.
    let model: Text
    /// Nil for one that is none of ours.
    let name: Name?

    enum Name: String {
        case generate = "generateContent"
        case stream = "streamGenerateContent"
        case count = "countTokens"
        case embed = "embedContent"
        case embedMany = "batchEmbedContents"
    }

    /// A model's name may have colons of its own.
    init(of request: Request) {
        let path = request.parameters["model"] ?? ""
        let parts = path.split(separator: UInt8(ascii: ":"))
        model = Text(parts.dropLast().map(\.string).joined(separator: ":"))
        name = parts.count > 1 ? parts.last.flatMap(Name.init) : nil
    }
}

extension DialectName {
    /// The format whose programs make such a call, as far as its head says: the shape of what is refused before a route has it.
    init(of request: Request) {
        let path = request.path.utf8
        let isModels = path.elementsEqual("/v1/models".utf8) || path.starts(with: "/v1/models/".utf8)
        if path.starts(with: "/v1/messages".utf8) {
            self = .anthropic
        } else if path.starts(with: "/v1beta/openai/".utf8) {
            self = .openAIChat
        } else if path.starts(with: "/v1beta/".utf8) || path.starts(with: "/v1alpha/".utf8) {
            self = .gemini
        } else {
            self = isModels ? Self.reader(of: request) : .openAIChat
        }
    }

    /// Three kinds of clients ask for models under one address, and Google's ask models there.
    private static func reader(of request: Request) -> DialectName {
        if request.method == .post { return .gemini }
        if request.headers["anthropic-version"] != nil { return .anthropic }
        let isGoogle =
            request.headers["x-goog-api-key"] != nil || request.headers["x-goog-api-client"] != nil
            || request.items["key"] != nil
        return isGoogle ? .gemini : .openAIChat
    }
}
