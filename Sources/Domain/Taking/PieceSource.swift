/// Where the bytes of a part of an export come from.
protocol PieceSource: Sendable {
    func next() async -> ArchivePiece
    /// How much of what was uploaded so many of its bytes are, about.
    func share(of count: Int) -> Int
}

/// What was uploaded as it is, from its beginning.
actor UploadReader: PieceSource {
    private let upload: StoredBytes
    private var position = 0

    private static let size = 64 << 10

    init(_ upload: StoredBytes) { self.upload = upload }

    func next() -> ArchivePiece {
        guard position < upload.count else { return .end }
        guard let bytes = upload.read(position, Self.size), !bytes.isEmpty else { return .broken }
        position += bytes.count
        return .bytes(bytes)
    }

    nonisolated func share(of count: Int) -> Int { count }
}

/// The entry that an archive has gone to.
struct EntryReader: PieceSource {
    private let archive: any OpenArchive

    init(_ archive: any OpenArchive) { self.archive = archive }

    func next() async -> ArchivePiece { await archive.next() }

    /// Conversations shrink to a fifth, as a rule.
    func share(of count: Int) -> Int { count / 5 }
}
