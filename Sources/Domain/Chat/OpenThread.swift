/// A conversation as a draft found it, and the place where the draft hangs on.
struct OpenThread: Sendable {
    /// Nil: begins with the draft.
    let conversation: Conversation?
    let messages: [Message]
    /// Nil: the root.
    let parent: Message?

    /// Everything that is stored when the turn begins.
    func opening(
        of draft: Draft, by owner: ID<User>, reservation: Reservation, account: ID<Account>, model: String
    ) -> TurnOpening {
        let moment = reservation.at
        let conversationID = conversation?.id ?? .random()
        let (question, answerParent) = question(of: draft, in: conversationID, by: reservation, model: model)
        let turn = Turn(
            id: reservation.id, owner: owner, conversation: conversationID, question: asked(answerParent),
            answer: .random(), thoughts: .random(), account: account, model: model, createdAt: moment)
        let new = Conversation(
            id: conversationID, owner: owner, title: Conversation.untitled, account: account, model: model,
            currentNode: turn.answer, createdAt: moment, updatedAt: moment)
        return TurnOpening(
            turn: turn, newConversation: conversation == nil ? new : nil, question: question, answerParent: answerParent
        )
    }

    private func question(
        of draft: Draft, in conversation: Key<Conversation>, by reservation: Reservation, model: String
    ) -> (Message?, Key<Message>) {
        guard case .next(let id, let text) = draft.action else { return (nil, parent!.id) }
        let question = Message(
            id: id, conversation: conversation, parent: parent?.id, role: .user, text: text, status: .finished,
            createdAt: reservation.at, model: model, turn: reservation.id)
        return (question, id)
    }

    /// The user's message that an answer hanging on `node` answers: the nearest one towards the root.
    private func asked(_ node: Key<Message>) -> Key<Message> {
        let byID = Dictionary(messages.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var next = byID[node]
        while let message = next, message.role != .user { next = message.parent.flatMap { byID[$0] } }
        return next?.id ?? node
    }
}
