/// What a turn's job needs at hand.
public struct TurnDesk: Sendable {
    let conversations: any ConversationStore
    let dispatcher: Dispatcher
    let calls: RunningCalls
    let log: any TurnLog
    let broadcast: any Broadcast
    /// Nil: a conversation keeps the title that its question gave it.
    let titles: Titles?
    /// Nil: what does not fit into a model's context is left out.
    let summaries: Summaries?
    /// Nil: what models draw is kept nowhere.
    let pictures: AnswerPictures?
    let clock: any WallClock
    let report: @Sendable (TurnReport) -> Void

    public init(
        conversations: any ConversationStore, dispatcher: Dispatcher, calls: RunningCalls = RunningCalls(),
        log: any TurnLog,
        broadcast: any Broadcast = NoBroadcast(), titles: Titles? = nil, summaries: Summaries? = nil,
        pictures: AnswerPictures? = nil, clock: any WallClock,
        report: @escaping @Sendable (TurnReport) -> Void
    ) {
        self.conversations = conversations
        self.dispatcher = dispatcher
        self.calls = calls
        self.log = log
        self.broadcast = broadcast
        self.titles = titles
        self.summaries = summaries
        self.pictures = pictures
        self.clock = clock
        self.report = report
    }
}
