internal import CLinux
public import Glibc

/// A file without a name that is in memory alone: for programs that read one. Nobody else can open it, and it goes with this value.
public final class MemoryFile: Sendable {
    public let descriptor: Int32

    /// nil where the system has no memory, or no room for another file.
    public init?() {
        descriptor = clinux_memory_file("document")
        guard descriptor >= 0 else { return nil }
    }

    deinit { close(descriptor) }

    /// Adds to its end. False where there is no memory. From one thread at a time.
    public func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// The first bytes, as many as there are up to `most`.
    public func beginning(upTo most: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
            while count < most {
                let found = pread(descriptor, buffer.baseAddress! + count, most - count, off_t(count))
                if found < 0, errno == EINTR { continue }
                guard found > 0 else { return }
                count += found
            }
        }
    }

    /// Whoever is given it reads from its beginning.
    public func rewind() { lseek(descriptor, 0, SEEK_SET) }
}
