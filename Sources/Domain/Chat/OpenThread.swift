/// A conversation as a draft found it, and the place where the draft hangs on.
struct OpenThread: Sendable {
    /// Nil: begins with the draft.
    let conversation: Conversation?
    let messages: [Message]
    /// Nil: the root.
    let parent: Message?
    /// The draft's, in its order.
    let files: [File]
    let assistant: Assistant?

    /// Throws `conflict(.inTrash)`, `conflict(.notTemporary)`, `turnRunning`, `conversationMoved`, `unknownParent` and `file`, in this order.
    init(of draft: Draft, _ facts: SendFacts) throws(ChatError) {
        if facts.conversation == nil {
            guard case .next = draft.action else { throw .unknownParent }
        } else if facts.conversation?.trashedAt != nil {
            throw .conflict(.inTrash)
        } else if draft.isTemporary, facts.conversation?.isTemporary == false {
            // What was meant to be kept nowhere must not be kept unsaid.
            throw .conflict(.notTemporary)
        } else if facts.messages.contains(where: { $0.status == .inProgress }) {
            throw .turnRunning
        } else if let seen = draft.seen, seen != facts.conversation?.currentNode {
            throw .conversationMoved
        }
        conversation = facts.conversation
        messages = facts.messages
        parent = facts.conversation == nil ? nil : try draft.parent(in: facts.messages)
        files = try draft.chosen(among: facts.files)
        assistant = facts.assistant
    }

    /// Everything that is stored when the turn begins.
    func opening(
        of draft: Draft, by owner: ID<User>, _ admission: Admission, model: String
    ) -> TurnOpening {
        let (reservation, account) = (admission.reservation, admission.account.id)
        let moment = reservation.at
        let conversationID = conversation?.id ?? .random()
        let (question, answerParent) = question(of: draft, in: conversationID, by: reservation, model: model)
        let turn = Turn(
            id: Key(reservation.id), owner: owner, conversation: conversationID, question: asked(answerParent),
            answer: .random(), thoughts: .random(), account: account, model: model, createdAt: moment)
        // A temporary one has no title: it would stay in the browser's history.
        let title = draft.isTemporary ? nil : question.flatMap(Title.derived)
        var new = Conversation(
            id: conversationID, owner: owner, title: title ?? Conversation.untitled, account: account, model: model,
            currentNode: turn.answer, createdAt: moment, updatedAt: moment)
        new.assistant = assistant?.id
        if draft.isTemporary { new.expiresAt = moment + Conversation.keptTemporary }
        var opening = TurnOpening(
            turn: turn, newConversation: conversation == nil ? new : nil, question: question, answerParent: answerParent
        )
        opening.seen = draft.seen
        return opening
    }

    private func question(
        of draft: Draft, in conversation: Key<Conversation>, by reservation: Reservation, model: String
    ) -> (Message?, Key<Message>) {
        guard case .next(let id, let text) = draft.action else { return (nil, parent!.id) }
        var question = Message(
            id: id, conversation: conversation, parent: parent?.id, role: .user, text: text, status: .finished,
            createdAt: reservation.at, model: model, turn: Key(reservation.id))
        question.files = files
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

extension OpenThread {
    /// What the model is to be shown: the draft's own files, and those of its thread, newest first. What models drew is not among them: it
    /// may be a model without eyes that goes on.
    var shown: [File] {
        let path = parent.map { PromptBuilder.path(to: $0.id, in: messages) } ?? []
        return files + path.reversed().filter { $0.role == .user }.flatMap(\.files)
    }
}

extension Draft {
    /// What is sent again in the same conversation, as an edited message is, need not be uploaded again.
    fileprivate func chosen(among files: [File]) throws(ChatError) -> [File] {
        guard self.files.count <= FileRules.mostOfMessage else {
            throw .file(.tooManyAtOnce(limit: FileRules.mostOfMessage))
        }
        var chosen: [File] = []
        for id in self.files {
            guard let file = files.first(where: { $0.id == id }),
                file.conversation == nil || file.conversation == conversation
            else { throw .file(.unknown) }
            guard file.isReady else { throw .file(.unfilled) }
            chosen.append(file)
        }
        let images = chosen.reduce(0) { $0 + ($1.kind?.isImage == true ? $1.size : 0) }
        guard images <= FileRules.mostOfQuestion else {
            throw .file(.tooMuchAtOnce(limit: FileRules.mostOfQuestion))
        }
        return chosen
    }

    /// The message to hang on, nil for the root. Throws `unknownParent`.
    fileprivate func parent(in messages: [Message]) throws(ChatError) -> Message? {
        guard let parent, parent.text != Conversation.rootNode else {
            guard case .next = action else { throw .unknownParent }
            return nil
        }
        guard let message = messages.first(where: { $0.id == parent }) else { throw .unknownParent }
        switch action {
        case .next: return message
        case .variant where message.role == .user: return message
        case .more where message.role == .assistant && message.kind == .text: return message
        case .variant, .more: throw .unknownParent
        }
    }
}
