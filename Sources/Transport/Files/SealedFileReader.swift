import Glibc

/// Reads what `SealedFileWriter` has written, a piece at a time. Blocks; used from one thread at a time.
public struct SealedFileReader: ~Copyable {
    private let descriptor: Int32
    private var opener: PieceOpener
    private var isOver = false

    /// It is not there, or is not what was written.
    public struct Failure: Error, Sendable {}

    public init(_ path: String, key: [UInt8], for place: [UInt8]) throws(Failure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw Failure() }
        let version = SealedFileWriter.version
        guard let head = Self.read(descriptor, version.count + PieceSeal.headerSize), head.starts(with: version),
            let opener = try? PieceOpener(key: key, header: Array(head.dropFirst(version.count)), for: place)
        else {
            close(descriptor)
            throw Failure()
        }
        self.descriptor = descriptor
        self.opener = opener
    }

    deinit { close(descriptor) }

    /// Nil at the end. What was cut off throws.
    public mutating func next() throws(Failure) -> [UInt8]? {
        guard !isOver else { return nil }
        guard let sealed = Self.read(descriptor, PieceSeal.pieceSize + PieceSeal.overhead),
            let (piece, isLast) = try? opener.open(sealed)
        else { throw Failure() }
        isOver = isLast
        return piece
    }

    /// At most `count` bytes, fewer at the end of the file alone; nil when there are none.
    private static func read(_ descriptor: Int32, _ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var length = 0
        while length < count {
            let more = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress! + length, count - length) }
            if more < 0, errno == EINTR { continue }
            guard more >= 0 else { return nil }
            guard more > 0 else { break }
            length += more
        }
        return length == 0 ? nil : Array(bytes[..<length])
    }
}
