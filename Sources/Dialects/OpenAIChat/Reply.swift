public import Domain
public import JSON
internal import Wire

extension OpenAIChat {
    /// What one event of a stream says, or a whole answer that was not streamed.
    public struct Reply: Sendable, Equatable {
        /// Text and thoughts that are new.
        public var pieces: [Piece] = []
        /// What an imitator says as a whole (`message`), perhaps after it was said in pieces.
        public var message: [Piece] = []
        /// Pieces of calls that are new, and calls that are said as a whole.
        public var calls: [CallPiece] = []
        public var messageCalls: [CallPiece] = []
        public var usage: Usage?
        public var finish: FinishReason?
        public var error: ErrorBody?
        /// What is said instead of an answer without being called an error; it counts when no answer comes.
        public var remark: ErrorBody?
        /// Whether there was anything that an answer has: a chunk may say nothing.
        public var isAnswer = false
        /// Whether its model looked something up in the web.
        public var hasSearched = false

        public init() {}
    }

    public enum Piece: Sendable, Equatable {
        case text(Text), reasoning(Text), refusal(Text)
        /// An address, or a data URL.
        case image(Text)
        case opaque(Opaque)
    }

    /// What one event says of a call. What it does not say is nil or empty.
    public struct CallPiece: Sendable, Equatable {
        public var index: Int64?
        public var id: Text = ""
        public var name: Text = ""
        public var arguments: Text = ""
        public var kind = ToolKind.function
        public var signature: Text?
    }

    /// Reads a chunk (`choices[0].delta`), a whole answer (`choices[0].message`), or what imitators make of either.
    public static func reply(_ json: JSONValue) -> Reply {
        var reply = Reply()
        let body = unwrapped(json)
        reply.usage = (body["usage"] ?? json["usage"]).flatMap(usage)
        let choice = choice(in: body)
        reply.error = choice.flatMap(error(inside:)) ?? ErrorBody(json) ?? ErrorBody(statusOf: json)
        if let choice {
            reply.isAnswer = true
            reply.hasSearched = hasSearched(choice) || searches(body["model"]?.text)
            reply.read(choice)
        } else {
            reply.read(withoutChoices: body)
            if !reply.isAnswer, reply.error == nil {
                reply.error = ErrorBody(bare: json)
                reply.remark = ErrorBody(remark: json)
            }
        }
        return reply
    }

    /// By what it cites: how often it searched is not said.
    private static func hasSearched(_ choice: JSONValue) -> Bool {
        let cited = choice["delta"]?["annotations"]?.array ?? choice["message"]?["annotations"]?.array ?? []
        return cited.contains { $0["type"] == "url_citation" }
    }

    /// OpenAI's models for searching search each time.
    private static func searches(_ model: Text?) -> Bool {
        model.map { ModelPattern.matches("*-search-preview*", $0.string) } ?? false
    }

    private static func error(inside choice: JSONValue) -> ErrorBody? {
        [choice, choice["delta"], choice["message"]].lazy.compactMap { $0.flatMap { ErrorBody($0) } }.first
    }

    /// Some put the answer into an envelope of their own.
    private static func unwrapped(_ json: JSONValue) -> JSONValue {
        guard json["choices"] == nil || json["choices"]?.isNull == true else { return json }
        let names: [Text] = ["data", "output", "result", "response"]
        return names.lazy.compactMap { json[$0] }.first { $0["choices"]?.array != nil } ?? json
    }

    private static func choice(in body: JSONValue) -> JSONValue? {
        guard let choices = body["choices"] else { return nil }
        if choices.members != nil { return choices }
        return choices.array?.first { choice in
            guard choice.members != nil else { return false }
            return (choice["index"]?.integer ?? choice["index"]?.text?.integer.map(Int64.init) ?? 0) == 0
        }
    }

    private static func usage(_ json: JSONValue) -> Usage? {
        guard json.members != nil else { return nil }
        let (details, written) = (json["prompt_tokens_details"], json["completion_tokens_details"])
        var usage = Usage(
            promptTokens: json.count("prompt_tokens") ?? 0, completionTokens: json.count("completion_tokens") ?? 0,
            cachedTokens: details?.count("cached_tokens") ?? json.count("prompt_cache_hit_tokens") ?? 0,
            cacheWriteTokens: details?.count("cache_write_tokens") ?? 0,
            reasoningTokens: written?.count("reasoning_tokens") ?? json.count("reasoning_tokens") ?? 0,
            imageTokens: details?.count("image_tokens") ?? 0, audioTokens: details?.count("audio_tokens") ?? 0,
            spokenTokens: written?.count("audio_tokens") ?? 0)
        usage.tools = ToolUse(webSearches: json["server_tool_use"]?.count("web_search_requests") ?? 0)
        return usage
    }
}
