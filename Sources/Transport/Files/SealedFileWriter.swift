import Glibc
internal import Wire

/// Writes a file whose contents are sealed (`SealingStream`). It is there whole, or not at all. Blocks; used from one thread at a time.
public struct SealedFileWriter: ~Copyable {
    private let path: String
    private let draft: String
    private let descriptor: Int32
    private var stream: SealingStream

    /// The system refused: no room, no right, no folder.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        /// There is a file of that name.
        public let isTaken: Bool
        public let description: String

        init(isTaken: Bool = false) {
            self.isTaken = isTaken
            description = systemError()
        }
    }

    /// Begins beside `path`, under a name that begins with the same and a dot. Makes the folders that are missing.
    public init(_ path: String, key: [UInt8], for place: [UInt8]) throws(Failure) {
        self.path = path
        draft = "\(path).\(Hexadecimal.encode(SecureRandom.bytes(8)))"
        stream = SealingStream(key: key, for: place)
        Folders.make(above: path)
        descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure() }
    }

    deinit {
        close(descriptor)
        unlink(draft)
    }

    public mutating func write(_ bytes: [UInt8]) throws(Failure) { try put(stream.add(bytes)) }

    /// Gives the file its name, once it is durable. Throws `isTaken` when another one has it.
    public consuming func finish() throws(Failure) {
        try put(stream.finish())
        guard fsync(descriptor) == 0 else { throw Failure() }
        guard link(draft, path) == 0 else { throw Failure(isTaken: errno == EEXIST) }
        Folders.sync(above: path)
    }

    private func put(_ bytes: [UInt8]) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Failure() }
            rest = rest.dropFirst(count)
        }
    }
}
