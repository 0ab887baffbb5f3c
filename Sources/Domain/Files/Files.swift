/// What members do with files: announce one, fill it, look at it. What becomes of those that nobody has any more.
public struct Files: Sendable {
    let store: any FileStore
    public let contents: any FileContents
    let reader: any DocumentReader
    let clock: any WallClock
    let rules: FileRules

    public init(
        store: any FileStore, contents: any FileContents, reader: any DocumentReader, clock: any WallClock,
        rules: FileRules
    ) {
        self.store = store
        self.contents = contents
        self.reader = reader
        self.clock = clock
        self.rules = rules
    }

    /// Throws `invalid` for a name, and `file` for what would not be taken whatever it holds.
    public func announce(
        _ name: String, of size: Int, isMade: Bool = false, by owner: ID<User>
    ) async throws(ChatError) -> File {
        try FileRules.check(size)
        var file = File(
            id: .random(), owner: owner, name: try FileRules.name(name), size: size, createdAt: clock.now)
        file.isMade = isMade
        try await store.add(file, under: rules)
        return file
    }

    /// Fills an announced file with what `next` gives until nil. It is looked at as it comes: what cannot become a file is refused
    /// before its end. Throws `file` and what `next` throws; then there are no contents, and it may be filled again.
    public func fill(
        _ id: Key<File>, of owner: ID<User>,
        _ next: @escaping @Sendable (_ limit: Int) async throws(ChatError) -> [UInt8]?
    ) async throws(ChatError) {
        var file = try await store.find(id, of: owner)
        guard !file.isReady else { throw .file(.filled) }
        guard clock.now < file.createdAt + File.fillable else { throw .notFound }
        let intake = FileIntake(file.size)
        let key = try await contents.keep(.contents, of: id, sealedWith: nil) {
            [size = file.size] () throws(ChatError) in try intake.take(try await next(size))
        }
        if let image = intake.image {
            (file.kind, file.pixels) = image
        } else {
            do { (file.kind, file.text) = try await readText(of: file, as: nil, sealedWith: key) } catch {
                try? await contents.remove(id)
                throw error
            }
        }
        do {
            try await store.fill(file, sealedWith: key)
        } catch {
            // It was deleted meanwhile.
            if error == .notFound { try? await contents.remove(id) }
            throw error
        }
    }

    /// Throws `file(.unfilled)` when there are no contents yet.
    public func finished(_ id: Key<File>, of owner: ID<User>) async throws(ChatError) -> File {
        let file = try await store.find(id, of: owner)
        guard file.isReady else { throw .file(.unfilled) }
        return file
    }

    /// The owner's files that are whole, newest first, and the bytes that all of theirs take.
    public func list(
        _ page: Page, onlyMade: Bool = false, of owner: ID<User>
    ) async throws(ChatError) -> (files: Listing<File>, bytes: Int) {
        try await store.list(page, onlyMade: onlyMade, of: owner)
    }

    /// What the files of everybody take.
    public func held() async throws(ChatError) -> HeldFiles { try await store.held() }

    /// Bytes that a member's files may have together; nil for any number.
    public var mostOfMember: Int? { rules.mostOfMember }

    public func find(_ id: Key<File>, of owner: ID<User>) async throws(ChatError) -> File {
        try await store.find(id, of: owner)
    }

    /// A finished file and how its contents are read, a piece at a time.
    public func open(_ id: Key<File>, of owner: ID<User>) async throws(ChatError) -> (File, Reading) {
        let file = try await finished(id, of: owner)
        let key = try await store.key(id, of: owner)
        return (
            file,
            { [contents] sink throws(ChatError) in try await contents.read(.contents, of: id, sealedWith: key, to: sink)
            }
        )
    }

    public typealias Sink = @Sendable ([UInt8]) async throws(ChatError) -> Void
    public typealias Reading = @Sendable (@escaping Sink) async throws(ChatError) -> Void
}

// MARK: Leaving

extension Files {
    /// Removes the contents of one owner's deleted conversations. What fails is left to `sweep`.
    public func removeDeleted(of owner: ID<User>) async { try? await removeDeleted(of: owner as ID<User>?) }

    /// Removes the contents of all that was deleted, and of what was not sent for a day. Done twice it does no harm.
    public func sweep() async { try? await removeDeleted(of: nil) }

    private func removeDeleted(of owner: ID<User>?) async throws(ChatError) {
        let moment = clock.now - File.unsent
        while !Task.isCancelled {
            let files = try await store.deleted(of: owner, unsentBefore: moment)
            guard !files.isEmpty else { return }
            for file in files { try await contents.remove(file) }
            try await store.noteRemoved(files, forgetting: moment)
        }
    }
}
