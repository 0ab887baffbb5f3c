internal import JSON

/// Takes over what a member had at ChatGPT, or takes along here, of the file that it was exported to (chatgpt-export.md).
public struct Imports: Sendable {
    let store: any ImportStore
    let projects: any ProjectStore
    let files: Files
    let archives: any Archives
    let clock: any WallClock
    private let jobs: Jobs

    public init(
        _ store: any ImportStore, projects: any ProjectStore, files: Files, archives: any Archives, jobs: Jobs,
        clock: any WallClock
    ) {
        self.store = store
        self.projects = projects
        self.files = files
        self.archives = archives
        self.jobs = jobs
        self.clock = clock
    }

    /// Begins to import what was uploaded. `missing` is what a message says, in its reader's language, in the place of a file that was not in
    /// the export. Throws as `Jobs.begin`.
    public func begin(_ upload: StoredBytes, missing: String, for user: User) async throws(ChatError) -> Job {
        try await jobs.begin(.chatImport, for: user) { [self] progress throws(JobStop) in
            let run = ImportRun(self, of: user.id, missing: missing, progress)
            try await run.take(upload)
        }
    }
}

/// What a part of an export is read from.
struct ExportFile: Sendable {
    /// The last segment of its name.
    let name: String
    /// Nil: it is all that was uploaded.
    let entry: Int?
}

/// One import, from the file that was uploaded to its report.
actor ImportRun {
    let uses: Imports
    let owner: ID<User>
    let missing: String
    private let progress: JobProgress
    var report = TakenReport()
    var shelf = ExportShelf()
    /// Our projects, by what the export calls them.
    var knownProjects: [String: Key<Project>?] = [:]
    /// The chats of this file that were seen already.
    var seen: Set<String> = []
    private var lastTitle = ""
    /// There was a conversation with a tree.
    private var hasChats = false
    /// Bytes of conversations that may still be read.
    private var rest = 0

    private static let mostOfManifest = 1 << 20
    /// Bytes of conversations for each byte that was uploaded, and in any case. Text shrinks to a tenth; a bomb to a thousandth.
    private static let mostUnpacked = (each: 60, least: 256 << 20)

    init(_ uses: Imports, of owner: ID<User>, missing: String, _ progress: JobProgress) {
        self.uses = uses
        self.owner = owner
        self.missing = missing
        self.progress = progress
    }

    func take(_ upload: StoredBytes) async throws(JobStop) {
        progress.expect(upload.count)
        rest = max(Self.mostUnpacked.least, upload.count * Self.mostUnpacked.each)
        let beginning = upload.read(0, 4) ?? []
        if beginning.starts(with: "PK".utf8) {
            try await takeArchive(upload)
        } else {
            try await read(UploadReader(upload), named: "conversations.json")
        }
        progress.report(report.json)
        guard hasChats else { throw .failed(.notAnExport) }
    }

    private func takeArchive(_ upload: StoredBytes) async throws(JobStop) {
        guard let archive = await uses.archives.open(upload), let second = await uses.archives.open(upload) else {
            throw .failed(.notAnExport)
        }
        let (names, isCut) = await archive.entries()
        var shelf = ExportShelf(names, in: second)
        for name in await Self.listedAndMissing(archive, shelf) { report.note(.partMissing, of: name) }
        await shelf.readNames(from: archive)
        self.shelf = shelf
        if await shelf.hasGroupChats(archive) { report.note(.groupChat, of: "group_chats.json") }
        for part in shelf.parts {
            guard let entry = part.entry, await archive.go(to: entry) else {
                report.note(.broken, of: part.name)
                continue
            }
            try await read(EntryReader(archive), named: part.name)
        }
        if isCut { report.noteCut("zip", after: lastTitle) }
    }

    /// The parts that the manifest names and that are not there.
    private static func listedAndMissing(_ archive: any OpenArchive, _ shelf: ExportShelf) async -> [String] {
        guard let entry = shelf.entry(named: "export_manifest.json"), await archive.go(to: entry),
            let bytes = await archive.rest(upTo: mostOfManifest),
            let json = try? JSONValue(parsing: bytes, duplicates: .keepFirst)
        else { return [] }
        let listed = json["logical_files"]?["conversations.json"]?["files"]?.array?.compactMap { $0.text?.string } ?? []
        return listed.prefix(1000).filter { shelf.entry(named: ExportShelf.lastSegment($0)) == nil }
    }

    /// One file of conversations, value by value.
    private func read(_ source: some PieceSource, named name: String) async throws(JobStop) {
        var cutter = ForeignCutter()
        while true {
            let piece = await source.next()
            guard case .bytes(let bytes) = piece else {
                if !cutter.isComplete || piece == .broken { report.noteCut(name, after: lastTitle) }
                break
            }
            rest -= bytes.count
            guard rest >= 0 else {
                report.note(.tooLarge, of: name)
                report.noteCut(name, after: lastTitle)
                break
            }
            for chat in cutter.feed(bytes) { try await take(chat) }
            try progress.advance(by: source.share(of: bytes.count))
            progress.report(report.json)
            guard !cutter.isBroken else {
                report.noteCut(name, after: lastTitle)
                break
            }
        }
    }

    private func take(_ chat: ForeignChat) async throws(JobStop) {
        if chat.hasMapping { hasChats = true }
        let title = chat.title
        do throws(ChatError) {
            try await keep(chat)
        } catch {
            switch error {
            case .unavailable, .unauthorized: throw .failed(.unavailable)
            default:
                report.skipped += 1
                report.note(.broken, of: title)
            }
        }
        lastTitle = title
        try progress.check()
    }
}
