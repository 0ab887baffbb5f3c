import Glibc
import TestKit
import Testing

@testable import Transport

@Suite struct SealedFileTests {
    private let folder = TemporaryFolder()
    private let key = PieceSeal.randomKey()
    private let place = Array("file|1".utf8)
    private var path: String { folder.path + "/ab/name" }

    private static let sizes = [
        0, 1, PieceSeal.pieceSize - 1, PieceSeal.pieceSize, PieceSeal.pieceSize + 1, 3 * PieceSeal.pieceSize + 7,
    ]

    @Test func `what was written is read, of any length and however it came`() throws {
        for size in Self.sizes {
            for step in [1000, PieceSeal.pieceSize, 200_000] {
                let bytes = SecureRandom.bytes(size)
                try write(bytes, in: step)
                #expect(try read() == bytes)
                #expect(Folders.removeFiles(named: path))
            }
        }
    }

    @Test func `no byte of the contents is in the file`() throws {
        let word = Array("a canary that must not be seen".utf8)
        try write(Array(repeating: word, count: 5000).flatMap(\.self))
        let stored = try contents()
        #expect(stored.count > 150_000 && !stored.contains(word))
    }

    @Test func `what was cut off, changed, moved or put in another order is not read to an end`() throws {
        try write(SecureRandom.bytes(2 * PieceSeal.pieceSize + 100))
        let stored = try contents()
        let (head, piece) = (26, PieceSeal.pieceSize + 17)
        for end in [0, 1, 2, 25, 26, 27, head + piece, head + 2 * piece, stored.count - 1] {
            try put(Array(stored[..<end]))
            #expect(throws: SealedFileReader.Failure.self, "cut at \(end)") { try read() }
        }
        for index in [0, 5, head, head + piece, stored.count - 1] {
            var changed = stored
            changed[index] ^= 1
            try put(changed)
            #expect(throws: SealedFileReader.Failure.self, "changed at \(index)") { try read() }
        }
        let (first, second) = (stored[head..<head + piece], stored[(head + piece)..<(head + 2 * piece)])
        for order in [[second, first], [first, first], [second]] {
            try put(Array(stored[..<head]) + order.flatMap(\.self) + Array(stored[(head + 2 * piece)...]))
            #expect(throws: SealedFileReader.Failure.self) { try read() }
        }
        try put(stored)
        #expect(throws: SealedFileReader.Failure.self) { try read(for: Array("file|2".utf8)) }
        #expect(throws: SealedFileReader.Failure.self) { try read(key: PieceSeal.randomKey()) }
        #expect(throws: SealedFileReader.Failure.self) { try read(key: []) }
        #expect(try read().count == 2 * PieceSeal.pieceSize + 100, "the premise")
    }

    @Test func `a file that is not finished is not there, and leaves nothing`() throws {
        do {
            var writer = try SealedFileWriter(path, key: key, for: place)
            try writer.write(SecureRandom.bytes(100_000))
            #expect(names.count == 1)
        }
        #expect(names == [])
    }

    @Test func `a file is written once, and removed with what a killed process left of it`() throws {
        try write([1, 2, 3])
        #expect { try write([4, 5, 6]) } throws: { ($0 as? SealedFileWriter.Failure)?.isTaken == true }
        #expect(try read() == [1, 2, 3])
        #expect(names == ["name"])
        folder.write("half", to: "ab/name.0123456789abcdef")
        folder.write("another", to: "ab/names")
        #expect(Folders.removeFiles(named: path))
        #expect(names == ["names"])
        #expect(Folders.removeFiles(named: folder.path + "/none/name"))
    }

    private func write(_ bytes: [UInt8], in step: Int = 30_000) throws {
        var writer = try SealedFileWriter(path, key: key, for: place)
        for start in stride(from: 0, to: bytes.count, by: step) {
            try writer.write(Array(bytes[start..<min(start + step, bytes.count)]))
        }
        try writer.finish()
    }

    @discardableResult
    private func read(key other: [UInt8]? = nil, for place: [UInt8]? = nil) throws -> [UInt8] {
        var reader = try SealedFileReader(path, key: other ?? key, for: place ?? self.place)
        var bytes: [UInt8] = []
        while let piece = try reader.next() { bytes += piece }
        return bytes
    }

    private var names: [String] {
        guard let handle = opendir(folder.path + "/ab") else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    private func contents() throws -> [UInt8] {
        let file = try #require(fopen(path, "re"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        return Array(bytes[..<fread(&bytes, 1, bytes.count, file)])
    }

    private func put(_ bytes: [UInt8]) throws {
        let file = try #require(fopen(path, "we"))
        defer { fclose(file) }
        #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
    }
}
