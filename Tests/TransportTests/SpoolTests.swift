import Glibc
import TestKit
import Testing

@testable import Transport

@Suite struct SpoolTests {
    private let folder = TemporaryFolder()
    private var path: String { folder.path + "/new/uploads" }

    @Test func `what came in pieces is read from any place, in pieces of any length`() throws {
        let spool = try Spool(in: path)
        let bytes = SecureRandom.bytes(5000)
        var rest = bytes[...]
        for step in [1, 63, 64, 65, 1000, 0, 7, 5000] {
            try spool.append(Array(rest.prefix(step)))
            rest = rest.dropFirst(step)
        }
        #expect(spool.count == 5000)
        for offset in [0, 1, 62, 63, 64, 65, 127, 128, 1193, 4936, 4999, 5000, 9000] {
            for most in [0, 1, 2, 64, 1000, 9000] {
                let expected = Array(bytes.dropFirst(offset).prefix(most))
                #expect(try spool.read(at: offset, upTo: most) == expected)
            }
        }
    }

    @Test func `it has no name, and its bytes are in no file`() throws {
        let spool = try Spool(in: path)
        let word = Array("a canary that must not be seen".utf8)
        try spool.append(Array(repeating: word, count: 1000).flatMap(\.self))
        // It would not go while it holds a file.
        #expect(rmdir(path) == 0)
        let stored = try #require(Self.contents(ofSize: spool.count, under: path))
        #expect(!stored.contains(word) && stored.count == 1000 * word.count)
    }

    @Test func `a disk that is nearly full takes no more`() throws {
        let spool = try Spool(in: path, leaving: .max)
        #expect(throws: Spool.Failure.self) { try spool.append([1]) }
        #expect(spool.count == 0)
    }

    @Test func `a folder that cannot be made is an error`() throws {
        #expect(throws: Spool.Failure.self) { try Spool(in: "/proc/nowhere") }
    }

    @Test func `its descriptor is closed with it`() throws {
        var spool: Spool? = try Spool(in: path)
        try spool?.append([1, 2, 3, 4, 5, 6, 7])
        #expect(Self.contents(ofSize: 7, under: path) != nil)
        spool = nil
        #expect(Self.contents(ofSize: 7, under: path) == nil)
    }

    /// Of the file without a name that this process has open there.
    private static func contents(ofSize size: Int, under path: String) -> [UInt8]? {
        for descriptor in Int32(3)..<2000 {
            var target = [CChar](repeating: 0, count: 4096)
            guard readlink("/proc/self/fd/\(descriptor)", &target, 4095) > 0 else { continue }
            let name = target.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
            guard name.contains("/new/uploads/"), name.hasPrefix(path), name.hasSuffix("(deleted)"),
                lseek(descriptor, 0, SEEK_END) == size
            else { continue }
            var bytes = [UInt8](repeating: 0, count: size)
            guard pread(descriptor, &bytes, size, 0) == size else { continue }
            return bytes
        }
        return nil
    }
}
