import Glibc
import Synchronization

/// A SQLite file in a folder that this process has for itself: one connection writes, two read.
public final class SQLiteDatabase: SQLDatabase {
    private let lock: FolderLock
    private let writer: SQLiteWriter
    private let readers: [SQLiteReader]
    private let turn = Atomic<Int>(0)

    public var dialect: SQLDialect { .sqlite }

    /// How many transactions were made durable since the start; writes that waited together share one.
    public var commitCount: Int { writer.commits.load(ordering: .relaxed) }

    /// Makes the folder if there is none. Throws `busy` when another server uses it.
    public init(folder: String) throws(DatabaseError) {
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw DatabaseError(.io, "cannot make the data folder \(folder): \(lastSystemError())")
        }
        lock = try FolderLock(folder + "/chatmirror.lock")
        let path = folder + "/chatmirror.db"
        try Self.makePrivate(path)
        writer = try SQLiteWriter(path)
        readers = [try SQLiteReader(path), try SQLiteReader(path)]
    }

    public func read<T: Sendable>(_ body: @Sendable (any SQLSession) throws -> T) async throws -> T {
        let next = turn.wrappingAdd(1, ordering: .relaxed).newValue
        return try await readers[next & 1].read(body)
    }

    @discardableResult
    public func write<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
        try await writer.write(body)
    }

    /// The folder is ours alone.
    @discardableResult
    public func changeSchema<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
        try await write(body)
    }

    /// What is deleted is overwritten in the file when the write-ahead log is brought into it; the log, which may hold former
    /// pages, is emptied with it.
    public func scrub() async throws -> Bool { try await writer.emptyLog() }

    /// Closes the readers, then the writer, which empties the write-ahead log. Later calls throw.
    public func close() async {
        for reader in readers { await reader.close() }
        await writer.close()
    }

    /// SQLite gives its log and shared memory the mode of the file itself.
    private static func makePrivate(_ path: String) throws(DatabaseError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DatabaseError(.io, "cannot open \(path): \(lastSystemError())") }
        Glibc.close(descriptor)
    }
}
