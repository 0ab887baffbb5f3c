/// Where a conversation went on with another account than before, on the way from the root to each answer.
///
/// A turn counts that said something: one that failed before its first word was answered by nobody.
struct Handovers {
    /// Of answers that have ended.
    private(set) var byAnswer: [Key<Message>: (former: ID<Account>, account: ID<Account>)] = [:]
    /// Which account spoke last on the way to a node.
    private var speakers: [Key<Message>: ID<Account>] = [:]

    /// `messages` are a conversation's, oldest first: what a message hangs on comes before it.
    init(in messages: [Message]) {
        var thinking: Set<Key<Turn>> = []
        for message in messages {
            let former = message.parent.flatMap { speakers[$0] }
            speakers[message.id] = former
            guard message.role == .assistant else { continue }
            guard message.kind == .text else {
                // A part of the answer that follows.
                if !message.text.isEmpty { thinking.insert(message.turn) }
                continue
            }
            guard !message.text.isEmpty || thinking.contains(message.turn), let account = message.account else {
                continue
            }
            speakers[message.id] = account
            if let former, former != account, message.status != .inProgress {
                byAnswer[message.id] = (former, account)
            }
        }
    }

    /// Nil where nobody has said anything yet.
    func speaker(upTo node: Key<Message>) -> ID<Account>? { speakers[node] }
}
