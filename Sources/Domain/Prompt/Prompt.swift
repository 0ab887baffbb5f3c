public import JSON

/// One question to a model, in no format: what every dialect reads into and writes from.
public struct Prompt: Sendable, Equatable {
    /// As the upstream calls it. What the asker called it stands in `original`.
    public var model: String
    /// Oldest first; begins with the system prompt if there is one.
    public var messages: [Message]
    public var tools: [Tool] = []
    /// Nil: the model's own choice, which is `auto` where there are tools.
    public var toolChoice: ToolChoice?
    /// Whether several tools may be called in one answer; nil: as the upstream has it.
    public var parallelTools: Bool?
    @Shared public var sampling = Sampling()
    /// Nil: text.
    public var format: Format?
    public var reasoning: ReasoningWish?
    /// Who asks, as the asker names its own user.
    public var user: Text?
    /// The conversation's id, which no upstream is told: some keep what they have read under a name that is made of it.
    public var conversation: Text?
    /// The name itself, as the asker or a backend chose it.
    public var cacheName: Text?
    /// Fields of a request that have no place here, by the dialect that they were said in: always an object.
    public var extras: [DialectName: JSONValue] = [:]
    /// Whether the answer is wanted in pieces.
    public var streams = true
    /// Whether the asker of a stream wants the usage at its end.
    public var reportsUsage = false
    /// The request as the asker wrote it, for an upstream that speaks the same.
    @Shared public var original: Original? = nil

    public init(model: String, messages: [Message]) {
        self.model = model
        self.messages = messages
    }

    /// A request in its own words.
    public struct Original: Sendable, Equatable {
        public let dialect: DialectName
        /// The whole body, an object.
        public var body: JSONValue
        /// The fields of its head that belong to the format and must come to an upstream of the same together with the body, in lower
        /// case: `anthropic-version`, `anthropic-beta`.
        public var headers: [Header] = []
        /// The same of its query: `beta=true`; empty where there is nothing.
        public var query: Text = ""
        /// The version that a client of Google's names in its address (`v1`), which an upstream of the same is asked in.
        public var version: Text?

        public init(_ dialect: DialectName, _ body: JSONValue) {
            self.dialect = dialect
            self.body = body
        }

        public struct Header: Sendable, Equatable {
            public let name: Text
            public let value: Text

            public init(_ name: Text, _ value: Text) {
                self.name = name
                self.value = value
            }
        }
    }

    /// What one speaker says.
    public struct Message: Sendable, Equatable {
        public var role: Role
        /// In their order; reasoning and calls of an answer stand where they were said. Empty: nothing was said.
        public var parts: [Part]
        /// A participant's name, where several speak in one role.
        public var name: Text?

        public init(_ role: Role, _ parts: [Part], name: Text? = nil) {
            self.role = role
            self.parts = parts
            self.name = name
        }

        public init(_ role: Role, _ text: String) { self.init(role, [.text(Text(text))]) }

        /// The texts alone, put together.
        public var text: String {
            if parts.count == 1, case .text(let text) = parts[0] { return text.string }
            return parts.map { if case .text(let text) = $0 { text.string } else { "" } }.joined()
        }
    }

    /// `tool`: the results of calls, and nothing else.
    public enum Role: String, Sendable { case system, developer, user, assistant, tool }
}
