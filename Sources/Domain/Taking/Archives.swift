/// Archives of files, as people take them along.
public protocol Archives: Sendable {
    /// Nil for what is no zip. What is cut off is read as far as it goes.
    func open(_ bytes: StoredBytes) async -> (any OpenArchive)?
    func make() -> any ArchiveMaker
}

/// An archive that is read. Its entries are numbered in their order; nothing in it is trusted: names are no paths, and sizes are counted.
public protocol OpenArchive: Sendable {
    /// The names of its entries, as they are written there, and whether it ends before its end.
    func entries() async -> (names: [String], isCut: Bool)
    /// Goes to an entry, whose bytes come next. False when there is none that can be read. Forward is cheaper than back.
    func go(to entry: Int) async -> Bool
    /// The next bytes of the entry.
    func next() async -> ArchivePiece
}

public enum ArchivePiece: Sendable, Equatable {
    case bytes([UInt8])
    case end
    /// The archive is cut off or damaged here, or asks for a password.
    case broken
}

/// Makes a zip: gives out the archive's bytes as it is given those of its entries.
public protocol ArchiveMaker: Sendable {
    /// Ends the entry before, if there is one.
    func begin(_ name: String, at moment: Timestamp) async throws(ChatError) -> [UInt8]
    func add(_ bytes: [UInt8]) async throws(ChatError) -> [UInt8]
    func finish() async throws(ChatError) -> [UInt8]
}
