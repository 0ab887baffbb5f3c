internal import JSON

/// Writes members' chats into files that they take along.
public struct Exports: Sendable {
    let store: any ExportStore
    let conversations: any ConversationStore
    let projects: any ProjectStore
    let files: Files
    let archives: any Archives
    private let jobs: Jobs
    private let clock: any WallClock

    public init(
        _ store: any ExportStore, conversations: any ConversationStore, projects: any ProjectStore, files: Files,
        archives: any Archives, jobs: Jobs, clock: any WallClock
    ) {
        self.store = store
        self.conversations = conversations
        self.projects = projects
        self.files = files
        self.archives = archives
        self.jobs = jobs
        self.clock = clock
    }

    /// Begins to write everything into a zip, in the shape of ChatGPT's own export. Throws as `Jobs.begin`.
    public func beginAll(for user: User) async throws(ChatError) -> Job {
        let name = "chatmirror-\(clock.now.iso8601.prefix(10)).zip"
        let export = Export(
            id: .random(), owner: user.id, name: name, mediaType: "application/zip", createdAt: clock.now)
        return try await jobs.begin(.export, for: user) { [self] progress throws(JobStop) in
            let source = ExportSource(self, of: user.id, progress)
            try await keep(export, progress) { () throws(ChatError) in try await source.next() }
            progress.report(report(of: export, size: await source.written, await source.counts))
        }
    }

    /// Begins to write one chat. Throws `notFound`, `conflict(.isTemporary)` for what is kept nowhere, `conflict(.inTrash)`, and as
    /// `Jobs.begin`.
    public func begin(
        _ id: Key<Conversation>, as format: Export.Format, _ words: Export.Words, for user: User
    ) async throws(ChatError) -> Job {
        let found = try await conversations.open(id, for: user.id)
        guard !found.isTemporary else { throw .conflict(.isTemporary) }
        guard found.trashedAt == nil else { throw .conflict(.inTrash) }
        let isJSON = format == .json
        let export = Export(
            id: .random(), owner: user.id, name: Self.fileName(found.title) + (isJSON ? ".json" : ".md"),
            mediaType: isJSON ? "application/json" : "text/markdown; charset=utf-8", createdAt: clock.now)
        return try await jobs.begin(.export, for: user) { [self] progress throws(JobStop) in
            let contents: [UInt8]
            do throws(ChatError) {
                let chat = try await chat(id, of: user.id)
                contents = isJSON ? chat.json : chat.markdown(words)
            } catch { throw .failed(.unavailable) }
            let rest = ExportPieces(contents)
            try await keep(export, progress) { () throws(ChatError) in await rest.next() }
            progress.report(report(of: export, size: contents.count, ExportCounts(chats: 1)))
        }
    }

    /// One of the member's, and how it is read. Throws `notFound`, also after a day.
    public func open(_ id: Key<Export>, for owner: ID<User>) async throws(ChatError) -> (Export, Files.Reading) {
        let (export, key) = try await store.find(id, of: owner)
        guard clock.now < export.createdAt + Export.kept else { throw .notFound }
        return (
            export,
            { [contents = files.contents] sink throws(ChatError) in
                try await contents.read(.contents, of: export.contents, sealedWith: key, to: sink)
            }
        )
    }

    /// Removes what is older than a day, also what was never finished. Done twice it does no harm.
    public func sweep() async {
        while !Task.isCancelled {
            guard let due = try? await store.due(before: clock.now - Export.kept), !due.isEmpty,
                (try? await remove(due)) != nil
            else { return }
        }
    }

    /// Of one member, all.
    func removeAll(of owner: ID<User>) async throws(ChatError) {
        try await remove(try await store.all(of: owner))
    }

    private func remove(_ exports: [Key<Export>]) async throws(ChatError) {
        for id in exports { try await files.contents.remove(Key<File>(id)) }
        try await store.forget(exports)
    }
}

// MARK: Writing

extension Exports {
    func chat(_ id: Key<Conversation>, of owner: ID<User>) async throws(ChatError) -> ExportedChat {
        let conversation = try await conversations.open(id, for: owner)
        let messages = try await conversations.messages(of: id, for: owner)
        let names = conversation.project == nil ? [] : try await projects.list(for: owner)
        return ExportedChat(
            conversation, messages, projectName: names.first { $0.id == conversation.project }?.name)
    }

    /// The row first: what a process leaves behind that dies is found by it.
    private func keep(
        _ export: Export, _ progress: JobProgress, _ next: @escaping @Sendable () async throws(ChatError) -> [UInt8]?
    ) async throws(JobStop) {
        do throws(ChatError) {
            try await store.begin(export)
            let size = ByteCount()
            let key = try await files.contents.keep(.contents, of: export.contents, sealedWith: nil) {
                () throws(ChatError) in
                let piece = try await next()
                await size.add(piece?.count ?? 0)
                return piece
            }
            var whole = export
            whole.size = await size.count
            try await store.finish(whole, sealedWith: key)
        } catch {
            try? await remove([export.id])
            throw progress.stop ?? .failed(.unavailable)
        }
    }

    private func report(of export: Export, size: Int, _ counts: ExportCounts) -> JSONValue {
        var report = counts.json
        report["download_url"] = .string("/backend-api/export/\(export.id.text)")
        report["export_id"] = .string(export.id.text)
        report["file_name"] = .string(export.name)
        report["size"] = .integer(size)
        report["expires_at"] = .integer((export.createdAt + Export.kept).seconds)
        return report
    }

    /// Of a title, what every file system takes.
    private static func fileName(_ title: String) -> String {
        let scalars = title.unicodeScalars.prefix(80).map { scalar -> Unicode.Scalar in
            let isBad = "/\\:*?\"<>|".unicodeScalars.contains(scalar)
            return isBad || scalar.properties.generalCategory == .control ? "_" : scalar
        }
        let name = String(String.UnicodeScalarView(scalars))
        return name.isEmpty || name.utf8.first == UInt8(ascii: ".") ? "chat" : name
    }
}

private actor ByteCount {
    private(set) var count = 0

    func add(_ more: Int) { count += more }
}

/// Hands on bytes that are in memory, a piece at a time.
private actor ExportPieces {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    func next() -> [UInt8]? {
        guard !rest.isEmpty else { return nil }
        defer { rest = rest.dropFirst(64 << 10) }
        return Array(rest.prefix(64 << 10))
    }
}
