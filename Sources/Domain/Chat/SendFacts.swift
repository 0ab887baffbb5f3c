/// What a send is decided on, all of one moment.
public struct SendFacts: Sendable {
    /// The turn that the same message has started. Then nothing else is here.
    public var formerTurn: Turn?
    /// The draft's; nil when it begins one.
    public var conversation: Conversation?
    /// The whole tree of the conversation, oldest first.
    public var messages: [Message] = []
    /// Those of the draft's files that the member has, in no order.
    public var files: [File] = []
    /// The conversation's, if the member may still use it; of a new one the draft's.
    public var assistant: Assistant?
    public var allowance = Allowance()
    /// The member's, under which all this was read. Nil for somebody who is not there any more.
    public var epoch: Int?

    public init(formerTurn: Turn? = nil) { self.formerTurn = formerTurn }
}
