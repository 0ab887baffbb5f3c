internal import JSON

/// What one conversation of an export adds to ours: messages that are not here yet, what they hang on before them.
struct ImportedTree {
    var conversation: Conversation
    private(set) var messages: [Made] = []
    /// Every node that was not known, in the order of `messages`.
    private(set) var nodes: [(key: String, message: Key<Message>)] = []
    /// The messages that were here already.
    private(set) var known: [Key<Message>] = []

    /// A message without what has to be fetched for it.
    struct Made {
        var message: Message
        var thoughts = ""
        var files: [ForeignFile] = []
        var sources: [ForeignSource] = []

        var id: Key<Message> { message.id }
    }

    init(_ tree: ForeignTree, of chat: ForeignChat, after former: ImportedChat?, for owner: ID<User>, now: Timestamp) {
        let times = tree.groups.flatMap { tree.messages(of: $0).compactMap(\.createdAt) }
        let createdAt = chat.createdAt ?? times.min() ?? times.max() ?? now
        conversation =
            former?.conversation
            ?? Conversation(
                id: .random(), owner: owner, title: chat.title, account: nil, model: chat.model ?? "", currentNode: nil,
                isArchived: chat.isArchived, createdAt: createdAt, updatedAt: chat.updatedAt ?? times.max() ?? createdAt
            )
        let keys = tree.groups.map { $0.known ?? .random() }
        for (place, group) in tree.groups.enumerated() {
            if group.known != nil {
                known.append(keys[place])
            } else {
                add(group, keys[place], below: group.parent.map { keys[$0] }, tree, chat)
            }
        }
        noteNodes(tree, keys)
        let shown = tree.shown(chat.currentNode).map { keys[$0] } ?? messages.last?.id
        if let former {
            extend(former, tree, keys, shown: shown, chat)
        } else {
            begin(chat, shown: shown)
        }
    }

    private mutating func add(
        _ group: ForeignTree.Group, _ key: Key<Message>, below parent: Key<Message>?, _ tree: ForeignTree,
        _ chat: ForeignChat
    ) {
        let parts = tree.messages(of: group)
        let former = messages.last?.message.createdAt
        let message = Message(
            id: key, conversation: conversation.id, parent: parent, role: group.role,
            text: parts.map(\.text).filter { !$0.isEmpty }.joined(separator: "\n\n"), status: .finished,
            createdAt: parts.compactMap(\.createdAt).first ?? former ?? conversation.createdAt,
            model: parts.compactMap(\.model).last ?? chat.model ?? "", turn: .random())
        var made = Made(message: message)
        made.thoughts = parts.map(\.thoughts).filter { !$0.isEmpty }.joined(separator: "\n\n")
        for file in parts.flatMap(\.files) where !made.files.contains(where: { $0.id == file.id }) {
            made.files.append(file)
        }
        var seen: Set<String> = []
        made.sources = parts.flatMap(\.sources).filter { seen.insert($0.address).inserted }
        messages.append(made)
    }

    private mutating func noteNodes(_ tree: ForeignTree, _ keys: [Key<Message>]) {
        var byGroup: [Int: [Text]] = [:]
        for (id, group) in tree.kept where tree.groups[group].known == nil { byGroup[group, default: []].append(id) }
        for place in tree.groups.indices {
            nodes += (byGroup[place] ?? []).map { (ForeignKey.of($0), keys[place]) }
        }
    }

    private mutating func begin(_ chat: ForeignChat, shown: Key<Message>?) {
        if conversation.title.isEmpty {
            let question = messages.first { $0.message.role == .user }
            conversation.title = question.flatMap { Title.derived(from: $0.message.text) } ?? Conversation.untitled
        }
        // It has its title, and no model is to be asked for another.
        conversation.titleOrigin = .upstream
        conversation.isStarred = chat.isPinned
        conversation.currentNode = shown
    }

    /// What the member did here wins: the newer branch is shown only where they have not gone on by themselves.
    private mutating func extend(
        _ former: ImportedChat, _ tree: ForeignTree, _ keys: [Key<Message>], shown: Key<Message>?, _ chat: ForeignChat
    ) {
        // A page that holds the chat must see that it is another one.
        let later = conversation.updatedAt + .milliseconds(1)
        conversation.updatedAt = max(later, chat.updatedAt ?? later)
        var next = tree.shown(chat.currentNode)
        while let place = next {
            if keys[place] == former.conversation.currentNode { return conversation.currentNode = shown }
            next = tree.groups[place].parent
        }
    }
}
