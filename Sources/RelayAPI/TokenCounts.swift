internal import Dialects
internal import Domain
internal import HTTP
internal import JSON
internal import Web
internal import Wire

/// Says roughly how many tokens a question has. Asks nobody and costs nothing; always the same estimate, whatever the account.
struct TokenCounts: Sendable {
    let reader: RelayReader
    let json: @Sendable (Int) -> JSONValue

    func count(_ call: Call) async throws(ChatError) -> Response {
        await call.answering(in: reader.format.dialect) { () throws(RelayRefusal) in
            let (standing, prompt) = try await reader.read(call)
            guard standing.allowance.accounts.contains(where: { $0.account.serves(prompt.model) }) else {
                throw .unknown(prompt.model)
            }
            return .json(json(prompt.estimatedTokens))
        }
    }

    /// `POST /v1/messages/count_tokens`
    static func anthropic(_ access: KeyAccess) -> TokenCounts {
        TokenCounts(reader: RelayReader(access: access, format: .messages)) { ["input_tokens": .integer($0)] }
    }

    /// `POST /v1/responses/input_tokens`
    static func responses(_ access: KeyAccess) -> TokenCounts {
        TokenCounts(reader: RelayReader(access: access, format: .responses)) {
            ["object": "response.input_tokens", "input_tokens": .integer($0)]
        }
    }

    /// `POST …/models/<model>:countTokens`, with a whole request inside the body or with its contents alone.
    static func gemini(_ access: KeyAccess) -> TokenCounts {
        let format = AskedFormat(Gemini(), .generateContent, prefix: "") { body, request throws(Inexpressible) in
            let asked = body["generateContentRequest"] ?? body["generate_content_request"] ?? body
            return try AskedFormat.generation.read(asked, request)
        }
        return TokenCounts(reader: RelayReader(access: access, format: format)) {
            ["totalTokens": .integer($0), "promptTokensDetails": [["modality": "TEXT", "tokenCount": .integer($0)]]]
        }
    }
}
