/// Has the older part of a conversation summed up by the model that is to answer, before it is asked what it has no room for: nothing
/// is dropped unsaid. A summary is made once and kept, it is not charged, and what becomes of it says nothing of the account's health.
public struct Summaries: Sendable {
    private let store: any SummaryStore
    private let conversations: any ConversationStore
    private let backend: any ConversationBackend
    private let clock: any WallClock

    public init(
        store: any SummaryStore, conversations: any ConversationStore, backend: any ConversationBackend,
        clock: any WallClock
    ) {
        self.store = store
        self.conversations = conversations
        self.backend = backend
        self.clock = clock
    }

    /// How long one may take.
    private static let deadline = Duration.seconds(60)
    /// A history that a model reads only in this many parts stays without a summary of the rest.
    private static let mostParts = 8
    /// What is looked at of what an upstream says.
    private static let mostBytes = 32 << 10

    /// What is to be read in place of what.
    struct Subject: Sendable {
        let turn: Turn
        let builder: PromptBuilder
        let instructions: String?
        let messages: [Message]
        let leaf: Key<Message>
    }

    /// All there are, with those that had to be made now. When none can be had, the oldest messages stay out. `telling` is called before an
    /// upstream is asked.
    func of(
        _ subject: Subject, by account: Account, _ key: Secret, telling: () async -> Void
    ) async -> [Summary] {
        let turn = subject.turn
        var summaries = (try? await store.summaries(of: turn.conversation, for: turn.owner)) ?? []
        guard SideQuestion.canAsk(account) else { return summaries }
        let path = PromptBuilder.path(to: subject.leaf, in: subject.messages)
        for part in 0..<Self.mostParts {
            guard let surplus = subject.builder.surplus(of: path, beside: subject.instructions, summaries) else {
                break
            }
            if part == 0 { await telling() }
            let question = SideQuestion(
                prompt: subject.builder.request(for: surplus, to: turn.model), account: account, key: key,
                deadline: Self.deadline, mostBytes: Self.mostBytes)
            guard let text = await question.answer(by: backend, clock),
                let summary = subject.builder.summary(of: surplus, saying: text, by: turn.model, at: clock.now)
            else { break }
            summaries.append(summary)
            // One that could not be kept is made again for the next question.
            try? await store.keep(summary, of: turn.conversation, for: turn.owner)
        }
        return summaries
    }
}

extension Summaries {
    /// Of all branches.
    func all(of conversation: Key<Conversation>, for owner: ID<User>) async throws(ChatError) -> [Summary] {
        try await store.summaries(of: conversation, for: owner)
    }

    /// What the model read in place of the oldest messages when it wrote this one; nil where it read no summary. Throws `notFound` for what is
    /// not the owner's.
    public func read(for message: Key<Message>, in conversation: Key<Conversation>, of owner: ID<User>)
        async throws(ChatError) -> Summary?
    {
        let messages = try await conversations.messages(of: conversation, for: owner)
        guard let answer = messages.first(where: { $0.id == message }) else { throw .notFound }
        guard answer.summedUp > 0 else { return nil }
        let read = PromptBuilder.path(to: message, in: messages).prefix(answer.summedUp).last
        let summaries = try await store.summaries(of: conversation, for: owner)
        return summaries.first { $0.upTo == read?.id }
    }
}
