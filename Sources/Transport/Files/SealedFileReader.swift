import Glibc

/// Reads what `SealedFileWriter` has written, a piece at a time. Blocks; used from one thread at a time.
public struct SealedFileReader: ~Copyable {
    private let descriptor: Int32
    private var stream: OpeningStream
    private var isOver = false

    /// It is not there, or is not what was written.
    public struct Failure: Error, Sendable {}

    public init(_ path: String, key: [UInt8], for place: [UInt8]) throws(Failure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw Failure() }
        self.descriptor = descriptor
        stream = OpeningStream(key: key, for: place)
    }

    deinit { close(descriptor) }

    /// Nil at the end. What was cut off throws.
    public mutating func next() throws(Failure) -> [UInt8]? {
        while !isOver {
            let sealed = try Self.read(descriptor, PieceSeal.pieceSize)
            isOver = sealed.isEmpty
            do throws(SealingKey.NotSealedHere) {
                let bytes = isOver ? try stream.finish() : try stream.add(sealed)
                if !bytes.isEmpty { return bytes }
            } catch { throw Failure() }
        }
        return nil
    }

    /// At most `count` bytes, fewer at the end of the file alone.
    private static func read(_ descriptor: Int32, _ count: Int) throws(Failure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var length = 0
        while length < count {
            let more = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress! + length, count - length) }
            if more < 0, errno == EINTR { continue }
            guard more >= 0 else { throw Failure() }
            guard more > 0 else { break }
            length += more
        }
        return Array(bytes[..<length])
    }
}
