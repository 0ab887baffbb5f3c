import Glibc
internal import Wire

/// Writes a file whose contents are sealed in pieces: a version, the head of the stream, and the pieces. It is there whole, or not at
/// all. Blocks; used from one thread at a time.
public struct SealedFileWriter: ~Copyable {
    private let path: String
    private let draft: String
    private let descriptor: Int32
    private var sealer: PieceSealer
    private var held: [UInt8] = []

    static let version = Array("v1".utf8)

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
        sealer = PieceSealer(key: key, for: place)
        Folders.make(above: path)
        descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure() }
        do throws(Failure) { try put(Self.version + sealer.header) } catch {
            unlink(draft)
            throw error
        }
    }

    deinit {
        close(descriptor)
        unlink(draft)
    }

    public mutating func write(_ bytes: [UInt8]) throws(Failure) {
        held += bytes
        // The last piece is marked as such, so one is held back.
        var begin = 0
        while held.count - begin > PieceSeal.pieceSize {
            let end = begin + PieceSeal.pieceSize
            try put(sealer.seal(Array(held[begin..<end]), isLast: false))
            begin = end
        }
        held.removeFirst(begin)
    }

    /// Gives the file its name, once it is durable. Throws `isTaken` when another one has it.
    public consuming func finish() throws(Failure) {
        try put(sealer.seal(held, isLast: true))
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
