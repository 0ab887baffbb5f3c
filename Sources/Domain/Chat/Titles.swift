internal import JSON

/// Names conversations. A chat is named after its question when it begins; after its first answer the account that gave it is asked
/// for a better title, once and beside everything else: nobody waits for it, it is not charged, and what becomes of it says nothing
/// of the account's health.
public struct Titles: Sendable {
    private let store: any TitleStore
    private let accounts: any AccountStore
    private let pool: AccountPool
    private let backend: any ConversationBackend
    private let clock: any WallClock

    public init(
        store: any TitleStore, accounts: any AccountStore, pool: AccountPool, backend: any ConversationBackend,
        clock: any WallClock
    ) {
        self.store = store
        self.accounts = accounts
        self.pool = pool
        self.backend = backend
        self.clock = clock
    }

    /// How long an upstream may take for a title.
    static let deadline = Duration.seconds(30)

    /// What is to be named, after its first answer.
    struct Subject: Sendable {
        let turn: Turn
        let question: String
        let answer: String
        let wish: TitleWish
        /// The account that answered, and what is kept of its keys.
        let account: BoundAccount
        let key: Secret
    }

    func name(_ subject: Subject) async {
        let (id, owner) = (subject.turn.conversation, subject.turn.owner)
        if subject.wish.isUntitled, let title = Title.derived(from: subject.answer) {
            try? await store.name(id, title, for: owner)
        }
        guard subject.wish.asksUpstream, mayAsk(subject), case .lent(let account, _) = pool.lend(subject.choice) else {
            return
        }
        // Without what came of it: that says nothing of the account.
        defer { pool.giveBack(account.id) }
        guard await isEnabled(account), (try? await store.claimTitle(of: id, for: owner)) == true,
            let title = await ask(subject).flatMap(Title.cleaned)
        else { return }
        try? await store.retitle(id, title, for: owner)
    }

    /// An account that rests is left alone.
    private func mayAsk(_ subject: Subject) -> Bool {
        let account = subject.account.account
        guard SideQuestion.canAsk(account) else { return false }
        let health = pool.health(of: account.id)
        let rests = health.models[subject.turn.model].map { $0 > clock.now } ?? false
        return health.state == .healthy && !rests
    }

    /// It may have been switched off since it answered.
    private func isEnabled(_ account: Account) async -> Bool {
        (try? await accounts.find(account.id).status) == .enabled
    }

    private func ask(_ subject: Subject) async -> String? {
        let account = subject.account.account
        guard let key = pool.lendKey(subject.key, of: account) else { return nil }
        let question = SideQuestion(
            prompt: subject.prompt, account: account, key: key.secret, deadline: Self.deadline, mostBytes: 4096)
        return await question.answer(by: backend, clock)
    }
}

extension Titles.Subject {
    /// So much of the question and of the answer tells what a chat is about.
    private static let mostBytes = 2000

    /// The account that answered and no other, if it has room.
    fileprivate var choice: AccountPool.Question { AccountPool.Question(among: [account], for: turn.model) }

    fileprivate var prompt: Prompt {
        Prompt(
            model: turn.model,
            messages: [
                .init(
                    .user,
                    """
                    Write a title for the conversation below: at most 6 words, in the language of its question. \
                    Answer with the title alone, without quotation marks and without Markdown.

                    Question:
                    \(Self.beginning(of: question))

                    Answer:
                    \(Self.beginning(of: answer))
                    """)
            ])
    }

    private static func beginning(of text: String) -> Substring { text.pieces(of: mostBytes).first ?? "" }
}
