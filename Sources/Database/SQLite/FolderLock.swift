import Glibc

/// An exclusive claim on a data folder, held until the process ends or the value is released.
///
/// Two processes that checkpoint one SQLite file can destroy it (the WAL-reset bug of SQLite before 3.51.3).
final class FolderLock: Sendable {
    private let descriptor: Int32

    init(_ path: String) throws(DatabaseError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DatabaseError(.io, "cannot open \(path): \(lastSystemError())") }
        guard Self.lock(descriptor) else {
            close(descriptor)
            throw DatabaseError(.busy, "another server uses this data folder (\(path) is locked)")
        }
        // Not before: once it is set, a throw runs `deinit`, which would close a second time what by then may be
        // somebody else's descriptor.
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// A few times within twenty milliseconds: a child that this process is just starting holds the files of its
    /// parent, a former lock among them, until it runs its own program.
    private static func lock(_ descriptor: Int32) -> Bool {
        for _ in 0..<10 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            usleep(2000)
        }
        return false
    }
}

/// What `errno` says.
func lastSystemError() -> String { String(cString: strerror(errno)) }
