internal import Dialects
internal import Domain
internal import HTTP
internal import JSON
internal import Web
internal import Wire

/// Says roughly how many tokens a question has. Asks nobody and costs nothing; always the same estimate, whatever the account.
struct TokenCounts: Sendable {
    let format: AskedFormat
    let read: @Sendable (Call) async throws(RelayRefusal) -> (Standing, Prompt)
    let json: @Sendable (Int) -> JSONValue

    func count(_ call: Call) async throws(ChatError) -> Response {
        await call.answering(in: format.dialect) { () throws(RelayRefusal) in
            let (standing, prompt) = try await read(call)
            guard standing.allowance.accounts.contains(where: { $0.account.serves(prompt.model) }) else {
                throw .unknown(prompt.model)
            }
            return .json(json(prompt.estimatedTokens))
        }
    }

    private init(_ reader: RelayReader, _ json: @escaping @Sendable (Int) -> JSONValue) {
        self.init(format: reader.format, read: reader.read, json: json)
    }

    private init(
        format: AskedFormat, read: @escaping @Sendable (Call) async throws(RelayRefusal) -> (Standing, Prompt),
        json: @escaping @Sendable (Int) -> JSONValue
    ) {
        self.format = format
        self.read = read
        self.json = json
    }

    /// `POST /v1/messages/count_tokens`
    static func anthropic(_ access: KeyAccess) -> TokenCounts {
        TokenCounts(RelayReader(access: access, format: .messages)) { ["input_tokens": .integer($0)] }
    }

    /// `POST /v1/responses/input_tokens`, with what the request goes on from.
    static func responses(_ reader: ResponseReader) -> TokenCounts {
        let read: @Sendable (Call) async throws(RelayRefusal) -> (Standing, Prompt) = { call throws(RelayRefusal) in
            let (standing, asked) = try await reader.read(call)
            return (standing, asked.prompt)
        }
        return TokenCounts(format: .responses, read: read) {
            ["object": "response.input_tokens", "input_tokens": .integer($0)]
        }
    }

    /// `POST …/models/<model>:countTokens`, with a whole request inside the body or with its contents alone.
    static func gemini(_ access: KeyAccess) -> TokenCounts {
        let format = AskedFormat(Gemini(), .generateContent, prefix: "") { body, request throws(Inexpressible) in
            let asked = body["generateContentRequest"] ?? body["generate_content_request"] ?? body
            return try AskedFormat.generation.read(asked, request)
        }
        return TokenCounts(RelayReader(access: access, format: format)) {
            ["totalTokens": .integer($0), "promptTokensDetails": [["modality": "TEXT", "tokenCount": .integer($0)]]]
        }
    }
}
