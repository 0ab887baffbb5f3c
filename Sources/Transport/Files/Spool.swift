internal import CSodium
import Glibc
import Synchronization
internal import Wire

/// Keeps what arrives in pieces until it is sent on, which may be more than once: in a file that has no name any more, encrypted with a
/// key that is in memory alone. When the spool goes, so does the file.
///
/// Reading and writing go to the system's memory as a rule, and block for no longer than that takes.
public final class Spool: Sendable {
    private let descriptor: Int32
    // One file, one key: the nonce need not differ.
    private let key = SecureRandom.bytes(crypto_stream_xchacha20_keybytes())
    private static let nonce = [UInt8](repeating: 0, count: crypto_stream_xchacha20_noncebytes())
    private static let blockSize = 64
    private let length = Atomic<Int>(0)
    /// Bytes of the disk that are to stay free.
    private let reserve: Int

    /// A database on the same disk must not stand still because of what is only on its way.
    public static let usualReserve = 512 << 20

    /// The system refused: no room, no right, no folder.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        public let description: String
    }

    /// In `folder`, which is made if it is missing. Takes nothing when the disk has no more than `reserve` bytes left.
    public init(in folder: String, leaving reserve: Int = usualReserve) throws(Failure) {
        self.reserve = reserve
        let path = "\(folder)/\(Hexadecimal.encode(SecureRandom.bytes(16)))"
        Folders.make(above: path)
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(description: systemError()) }
        unlink(path)
    }

    deinit { close(descriptor) }

    /// How many bytes it holds.
    public var count: Int { length.load(ordering: .acquiring) }

    /// Adds at the end. By one task at a time.
    public func append(_ bytes: [UInt8]) throws(Failure) {
        let start = count
        try leaveRoom(for: start..<start + bytes.count)
        let sealed = encrypted(bytes, at: start)
        var written = 0
        while written < sealed.count {
            let more = sealed.withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress! + written, $0.count - written, off_t(start + written))
            }
            if more < 0, errno == EINTR { continue }
            guard more > 0 else { throw Failure(description: systemError()) }
            written += more
        }
        length.store(start + sealed.count, ordering: .releasing)
    }

    /// Looks at the disk once for each mebibyte.
    private func leaveRoom(for range: Range<Int>) throws(Failure) {
        guard range.lowerBound == 0 || range.lowerBound >> 20 != range.upperBound >> 20 else { return }
        var disk = statvfs()
        // One that tells nothing is no reason to refuse.
        guard fstatvfs(descriptor, &disk) == 0 else { return }
        let (free, isHuge) = Int(disk.f_bavail).multipliedReportingOverflow(by: Int(disk.f_frsize))
        guard isHuge || free > reserve else { throw Failure(description: "the disk is nearly full") }
    }

    /// At most `most` bytes from `offset` on: none behind the end alone.
    public func read(at offset: Int, upTo most: Int) throws(Failure) -> [UInt8] {
        let wanted = max(0, min(most, count - offset))
        var bytes = [UInt8](repeating: 0, count: wanted)
        var taken = 0
        while taken < wanted {
            let more = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress! + taken, wanted - taken, off_t(offset + taken))
            }
            if more < 0, errno == EINTR { continue }
            guard more > 0 else { throw Failure(description: systemError()) }
            taken += more
        }
        return encrypted(bytes, at: offset)
    }

    /// The same again gives back what it was. Any place can be begun at, as blocks are numbered.
    private func encrypted(_ bytes: [UInt8], at offset: Int) -> [UInt8] {
        let (block, lead) = offset.quotientAndRemainder(dividingBy: Self.blockSize)
        var out = [UInt8](repeating: 0, count: lead) + bytes
        let length = UInt64(out.count)
        out.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            _ = crypto_stream_xchacha20_xor_ic(start, start, length, Self.nonce, UInt64(block), key)
        }
        if lead > 0 { out.removeFirst(lead) }
        return out
    }
}
