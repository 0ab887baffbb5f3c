public import Domain
public import JSON
import Wire

/// What an answer is called by whoever gives it.
public struct ReplyHead: Sendable {
    public let id: Text
    /// Unix seconds.
    public let created: Int64
    /// As the asker calls the model.
    public let model: Text
    public let streams: Bool
    /// Whether the asker of a stream wants the usage at its end.
    public let reportsUsage: Bool
    /// Whether a stream is one JSON array, which only Google's format has, and not events.
    public var isArray = false
    /// Members of a Responses answer that are said in place of an upstream's: its id where we keep it, and how it is kept.
    public var marks: [JSONValue.Member] = []
    /// What was asked: some formats repeat it, and calls are given the names of its tools. Nil: nothing is known of it.
    public let prompt: Prompt?

    public init(
        id: Text, created: Int64, model: Text, streams: Bool, reportsUsage: Bool = false, prompt: Prompt? = nil
    ) {
        self.id = id
        self.created = created
        self.model = model
        self.streams = streams
        self.reportsUsage = reportsUsage
        self.prompt = prompt
    }

    /// Of an answer to `prompt`.
    public init(id: Text, created: Int64, to prompt: Prompt) {
        self.init(
            id: id, created: created, model: prompt.original?.body["model"]?.text ?? Text(prompt.model),
            streams: prompt.streams, reportsUsage: prompt.reportsUsage, prompt: prompt)
    }
}
