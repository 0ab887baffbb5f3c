import Domain
import Storage
import TestKit

/// A member's conversation under test: begins, saves and ends turns in it.
struct Thread: Sendable {
    let bench: Bench
    let owner: ID<User>
    let id: Key<Conversation>
    /// Of the process that runs its turns.
    let store: SQLConversationStore

    /// `process` is the bench's own unless told otherwise.
    init(_ bench: Bench, _ owner: User, id: Key<Conversation> = .random(), by process: SQLStorage? = nil) {
        self.bench = bench
        store = (process ?? bench.storage).conversations
        self.owner = owner.id
        self.id = id
    }

    /// What the next turn would be; nothing is stored yet.
    func opening(
        question: Key<Message>? = .random(), asking text: String = "question", parent: Key<Message>? = nil,
        answering: Key<Message>? = nil,
        isNew: Bool = false, isTemporary: Bool = false, turn: Key<Turn> = .random(), seen: Key<Message>? = nil
    ) -> TurnOpening {
        let now = bench.clock.now
        let asked = question.map { id in
            Message(
                id: id, conversation: self.id, parent: parent, role: .user, text: text, status: .finished,
                createdAt: now, model: "m1", turn: turn)
        }
        var new = Conversation(
            id: id, owner: owner, title: Conversation.untitled, account: ID(7), model: "m1", currentNode: nil,
            createdAt: now, updatedAt: now)
        if isTemporary { new.expiresAt = now + Conversation.keptTemporary }
        let answerParent = answering ?? question ?? .random()
        var opening = TurnOpening(
            turn: Turn(
                id: turn, owner: owner, conversation: id, question: question ?? answerParent, answer: .random(),
                thoughts: .random(), account: ID(7), model: "m1", createdAt: now),
            newConversation: isNew ? new : nil, question: asked, answerParent: answerParent)
        opening.seen = seen
        return opening
    }

    /// The first turn of the conversation, running.
    func start(question: Key<Message> = .random()) async throws -> Turn {
        let opening = opening(question: question, isNew: true)
        try await store.begin(opening)
        return opening.turn
    }

    /// Another turn of the conversation, running.
    func start(after former: Turn) async throws -> Turn {
        let opening = opening(parent: former.answer)
        try await store.begin(opening)
        return opening.turn
    }

    func end(
        _ turn: Turn, _ answer: Answer = .of("answer"), _ end: TurnEnd = TurnEnd(.finished, finishReason: "stop"),
        _ settlement: Settlement = .committed
    ) async throws {
        try await store.end(turn, answer, end, settlement, nil, at: bench.clock.now)
    }

    /// A conversation with one finished turn.
    func finished() async throws -> Turn {
        let turn = try await start()
        try await end(turn)
        return turn
    }

    func messages() async throws -> [Message] { try await store.messages(of: id, for: owner) }
}

extension Answer {
    static func of(_ text: String, reasoning: String = "", at moment: Timestamp? = Timestamp(seconds: 5)) -> Answer {
        var answer = Answer()
        answer.text = text
        answer.reasoning = reasoning
        answer.firstOutputAt = moment
        return answer
    }
}

extension SQLConversationStore {
    /// Into the trash, and out of it for good.
    func delete(_ id: Key<Conversation>, for owner: ID<User>) async throws {
        _ = try await trash(.these([id]), at: Timestamp(seconds: 1), for: owner)
        try await purge(id, for: owner)
    }
}
