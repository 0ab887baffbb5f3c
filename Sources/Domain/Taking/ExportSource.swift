internal import JSON

/// The bytes of an export of everything, as they are asked for: one chat, one file at a time is in memory.
actor ExportSource {
    private let uses: Exports
    private let owner: ID<User>
    private let progress: JobProgress
    private let maker: any ArchiveMaker
    private var phase = Phase.beginning
    private var projects: [Key<Project>: String] = [:]
    private var chats: [Conversation] = []
    private var lastChat: Key<Conversation>?
    private var files: [File] = []
    private var lastFile: Key<File>?
    /// What the files are called, by their entries.
    private var names: [JSONValue.Member] = []
    private(set) var written = 0
    private(set) var counts = ExportCounts()

    private enum Phase { case beginning, chats, files, end, over }

    private static let portion = 50
    /// Bytes that are handed to the archive at once.
    private static let enough = 64 << 10

    init(_ uses: Exports, of owner: ID<User>, _ progress: JobProgress) {
        self.uses = uses
        self.owner = owner
        self.progress = progress
        maker = uses.archives.make()
    }

    /// Nil at the end. Throws `unavailable` when a store is away, or the job is to stop.
    func next() async throws(ChatError) -> [UInt8]? {
        while phase != .over {
            guard progress.stop == nil else { throw .unavailable(what: "job") }
            let bytes = try await step()
            guard bytes.isEmpty else {
                written += bytes.count
                return bytes
            }
        }
        return nil
    }

    private func step() async throws(ChatError) -> [UInt8] {
        switch phase {
        case .beginning:
            phase = .chats
            for project in try await uses.projects.list(for: owner) { projects[project.id] = project.name }
            return try await maker.begin("conversations.json", at: Timestamp(seconds: 0))
                + maker.add(Array("[".utf8))
        case .chats: return try await addChat()
        case .files: return try await addFile()
        case .end:
            phase = .over
            return try await maker.begin("conversation_asset_file_names.json", at: Timestamp(seconds: 0))
                + maker.add(JSONValue.object(names).bytes) + maker.finish()
        case .over: return []
        }
    }

    private func addChat() async throws(ChatError) -> [UInt8] {
        if chats.isEmpty {
            chats = try await uses.store.conversations(after: lastChat, limit: Self.portion, of: owner).reversed()
        }
        guard let conversation = chats.popLast() else {
            phase = .files
            return try await maker.add(Array("]".utf8))
        }
        lastChat = conversation.id
        let messages: [Message]
        do throws(ChatError) {
            messages = try await uses.conversations.messages(of: conversation.id, for: owner)
        } catch {
            // It was deleted meanwhile.
            if error == .notFound { return [] }
            throw error
        }
        let chat = ExportedChat(
            conversation, messages, projectName: conversation.project.flatMap { projects[$0] })
        var output: [UInt8] = []
        var held = (counts.chats == 0 ? [] : Array(",\n".utf8)) + chat.beginning
        for node in chat.nodes {
            held += node
            guard held.count >= Self.enough else { continue }
            output += try await maker.add(held)
            held = []
        }
        output += try await maker.add(held + ExportedChat.end)
        counts.chats += 1
        counts.messages += messages.count { $0.kind == .text }
        noteProgress()
        return output
    }

    private func addFile() async throws(ChatError) -> [UInt8] {
        if files.isEmpty {
            files = try await uses.store.files(after: lastFile, limit: Self.portion, of: owner).reversed()
        }
        guard let file = files.popLast() else {
            phase = .end
            return []
        }
        lastFile = file.id
        let contents = Gathered()
        do throws(ChatError) {
            let (_, read) = try await uses.files.open(file.id, of: owner)
            try await read { piece throws(ChatError) in await contents.add(piece) }
        } catch {
            // It was deleted meanwhile, or cannot be read: the others are worth having.
            if error != .notFound { counts.missing += 1 }
            noteProgress()
            return []
        }
        names.append(.init(Text(file.exportedName), .string(file.name)))
        counts.files += 1
        noteProgress()
        return try await maker.begin(file.exportedName, at: file.createdAt) + maker.add(contents.bytes)
    }

    private func noteProgress() { progress.report(counts.json) }
}

private actor Gathered {
    private(set) var bytes: [UInt8] = []

    func add(_ piece: [UInt8]) { bytes += piece }
}

/// What an export holds.
struct ExportCounts {
    var chats = 0
    var messages = 0
    var files = 0
    /// Files that could not be read.
    var missing = 0

    var json: JSONValue {
        [
            "chats": .integer(chats), "messages": .integer(messages), "files": .integer(files),
            "files_missing": .integer(missing),
        ]
    }
}
