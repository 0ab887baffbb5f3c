import Glibc

extension SealingKey {
    /// Why a key file cannot be used.
    public struct FileFailure: Error, Sendable, CustomStringConvertible {
        public let description: String
    }

    /// The key in the file at `path`. Makes the file, readable for its owner alone, if there is none. Refuses a file that
    /// others may read, or that holds anything but a key.
    public init(fileAt path: String) throws(FileFailure) {
        if !Self.hasFile(at: path) { try Self.makeFile(path) }
        self.init(bytes: try Self.readFile(path))
    }

    /// Is there a file at `path`, readable or not?
    public static func hasFile(at path: String) -> Bool { access(path, F_OK) == 0 || errno != ENOENT }

    /// Takes back what `init(fileAt:)` has made.
    public static func removeFile(at path: String) { unlink(path) }

    private static func readFile(_ path: String) throws(FileFailure) -> [UInt8] {
        let file = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure("read", path) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw failure("read", path) }
        guard status.st_mode & 0o077 == 0 else {
            throw FileFailure(description: "key file \(path) can be read by others; run: chmod 600 \(path)")
        }
        var bytes = [UInt8](repeating: 0, count: size + 1)
        guard read(file, &bytes, bytes.count) == size else {
            throw FileFailure(description: "key file \(path) does not hold a key of \(size) bytes")
        }
        return Array(bytes[..<size])
    }

    /// Complete or not at all: written beside its place first. A file somebody else has made meanwhile is kept.
    private static func makeFile(_ path: String) throws(FileFailure) {
        let draft = "\(path).\(getpid()).new"
        // What a process of the same number left behind when it was killed.
        unlink(draft)
        let file = Glibc.open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure("make", path) }
        let isWritten = write(file, SecureRandom.bytes(size), size) == size && fsync(file) == 0
        close(file)
        let isPlaced = isWritten && (link(draft, path) == 0 || errno == EEXIST)
        let problem = failure("make", path)
        unlink(draft)
        guard isPlaced else { throw problem }
        Folders.sync(above: path)
    }

    private static func failure(_ verb: String, _ path: String) -> FileFailure {
        FileFailure(description: "cannot \(verb) key file \(path): \(systemError())")
    }
}
