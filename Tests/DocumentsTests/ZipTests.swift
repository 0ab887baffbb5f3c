import Domain
import Testing

@testable import Documents

@Suite struct ZipTests {
    private static func made(_ entries: [(String, [UInt8])]) async throws -> [UInt8] {
        let maker = Zips().make()
        var bytes: [UInt8] = []
        for (name, contents) in entries {
            bytes += try await maker.begin(name, at: Timestamp(seconds: 1_700_000_000))
            for start in stride(from: 0, to: contents.count, by: 50_000) {
                bytes += try await maker.add(Array(contents[start..<min(start + 50_000, contents.count)]))
            }
        }
        return try await bytes + maker.finish()
    }

    private static func stored(_ bytes: [UInt8]) -> StoredBytes {
        StoredBytes(count: bytes.count) { offset, most in Array(bytes.dropFirst(offset).prefix(most)) }
    }

    private static func rest(of archive: any OpenArchive) async -> ([UInt8], isWhole: Bool) {
        var all: [UInt8] = []
        while true {
            switch await archive.next() {
            case .bytes(let bytes): all += bytes
            case .end: return (all, true)
            case .broken: return (all, false)
            }
        }
    }

    private static let long = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }

    @Test func `what was packed comes out, by any order, with names beyond ASCII`() async throws {
        let entries = [("conversations.json", Array("[]".utf8)), ("图 片.png", Self.long), ("a/b.txt", [UInt8]())]
        let archive = try #require(await Zips().open(Self.stored(try await Self.made(entries))))
        let (names, isCut) = await archive.entries()
        #expect(names == entries.map(\.0) && !isCut)
        for place in [1, 0, 2, 1] {
            #expect(await archive.go(to: place))
            let (bytes, isWhole) = await Self.rest(of: archive)
            #expect(bytes == entries[place].1 && isWhole)
        }
        #expect(await !archive.go(to: 3))
    }

    @Test func `what is no zip is none`() async {
        #expect(await Zips().open(Self.stored(Array("[{\"mapping\":{}}]".utf8))) == nil)
        #expect(await Zips().open(Self.stored([])) == nil)
    }

    @Test func `a zip that is cut off is read as far as it goes, and says so`() async throws {
        let bytes = try await Self.made([("first", Array("whole".utf8)), ("second", Self.long)])
        let archive = try #require(await Zips().open(Self.stored(Array(bytes.prefix(bytes.count / 2)))))
        let (names, isCut) = await archive.entries()
        #expect(isCut && names.first == "first")
        #expect(await archive.go(to: 0))
        #expect(await Self.rest(of: archive) == (Array("whole".utf8), true))
        #expect(await archive.go(to: 1))
        let (part, isWhole) = await Self.rest(of: archive)
        #expect(!isWhole && part.count < Self.long.count && Self.long.starts(with: part))
    }

    @Test func `names lead nowhere: they are only text`() async throws {
        let names = ["../../etc/passwd", "/abs", "twice", "twice"]
        let archive = try #require(
            await Zips().open(Self.stored(try await Self.made(names.map { ($0, Array("x".utf8)) }))))
        #expect(await archive.entries().names.count == 4)
    }

    @Test func `cut at any byte nothing traps`() async throws {
        let bytes = try await Self.made([("a", Array("some text".utf8)), ("b", Array("more".utf8))])
        for count in 0..<bytes.count {
            guard let archive = await Zips().open(Self.stored(Array(bytes.prefix(count)))) else { continue }
            let (names, _) = await archive.entries()
            for place in names.indices where await archive.go(to: place) { _ = await Self.rest(of: archive) }
        }
    }
}
