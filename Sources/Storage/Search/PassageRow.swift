internal import Database
internal import Domain

/// A message as it is searched.
struct PassageRow: Sendable {
    let owner: ID<User>
    let moment: Timestamp
    let message: Key<Message>
    let conversation: Key<Conversation>
    let text: [UInt8]

    /// Of a longer text the beginning can be found. A server takes statements of 16 MiB.
    private static let longest = 8 << 20

    /// Nil when there is nothing in it to be found. It takes its time for a long text: not for a thread on which others wait.
    init?(_ message: Message, of owner: ID<User>) {
        guard message.kind == .text else { return nil }
        self.init(message.text, message.id, message.conversation, at: message.createdAt, of: owner)
    }

    /// Of a turn's answer.
    init?(answer text: String, of turn: Turn) {
        self.init(text, turn.answer, turn.conversation, at: turn.createdAt, of: turn.owner)
    }

    private init?(
        _ text: String, _ message: Key<Message>, _ conversation: Key<Conversation>, at moment: Timestamp,
        of owner: ID<User>
    ) {
        guard !text.isEmpty else { return nil }
        self.owner = owner
        self.moment = moment
        self.message = message
        self.conversation = conversation
        let folded = Folding.folded(text)
        self.text = folded.count <= Self.longest ? folded : Array(folded.prefix(Self.longest))
    }

    var insert: SQL {
        """
        INSERT INTO passages (user_id, moment, message_id, conversation_id, text)
        VALUES (\(owner), \(moment), \(message), \(conversation), \(text))
        """
    }

    static func deleteAll(in conversation: Key<Conversation>, of owner: ID<User>) -> SQL {
        "DELETE FROM passages WHERE user_id = \(owner) AND conversation_id = \(conversation)"
    }
}

extension Conversation {
    /// A title's two columns in an `UPDATE`: as it is shown, and as it is searched.
    static func settingTitle(_ title: String) -> SQL {
        "title = \(title), folded_title = \(Folding.folded(title))"
    }
}
