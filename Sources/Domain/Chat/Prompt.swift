/// What is sent upstream for one turn.
public struct Prompt: Sendable, Equatable {
    public let model: String
    /// Oldest first; begins with the system prompt if there is one.
    public let messages: [Line]

    public init(model: String, messages: [Line]) {
        self.model = model
        self.messages = messages
    }

    public struct Line: Sendable, Equatable {
        public let role: Message.Role
        public let text: String

        public init(_ role: Message.Role, _ text: String) {
            self.role = role
            self.text = text
        }
    }
}
