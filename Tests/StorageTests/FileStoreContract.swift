import Domain
import Storage
import TestKit
import Testing

/// Files in a database that several processes share.
@Suite struct FileStoreContract {
    private static func file(of owner: User, _ bench: Bench, size: Int = 10) -> File {
        File(id: .random(), owner: owner.id, name: "夏 🏞.png", size: size, createdAt: bench.clock.now)
    }

    private static func filled(_ owner: User, _ bench: Bench) async throws -> File {
        var file = file(of: owner, bench)
        try await bench.storage.files.add(file, under: FileRules())
        (file.kind, file.pixels) = (.webp, PixelSize(width: 3, height: 4))
        try await bench.storage.files.fill(file, sealedWith: Secret("the key"))
        return file
    }

    @Test(arguments: Engine.allCases)
    func `a file is found as it was announced and filled, once`(engine: Engine) async throws {
        let bench = try await engine.open()
        let owner = try await bench.member("alice")
        let files = bench.storage.files
        let announced = Self.file(of: owner, bench)
        try await files.add(announced, under: FileRules())
        #expect(try await files.find(announced.id, of: owner.id) == announced)
        await #expect(throws: ChatError.notFound) { try await files.key(announced.id, of: owner.id) }
        let filled = try await Self.filled(owner, bench)
        #expect(try await bench.otherProcess().files.find(filled.id, of: owner.id) == filled)
        #expect(try await files.key(filled.id, of: owner.id) == Secret("the key"))
        await #expect(throws: ChatError.notFound) { try await files.fill(filled, sealedWith: Secret("another")) }
        #expect(try await files.key(filled.id, of: owner.id) == Secret("the key"))
    }

    @Test(arguments: Engine.allCases)
    func `somebody else's file answers as one that never was`(engine: Engine) async throws {
        let bench = try await engine.open()
        let (owner, other) = (try await bench.member("alice"), try await bench.member("bob"))
        let file = try await Self.filled(owner, bench)
        for id in [file.id, .random()] {
            await #expect(throws: ChatError.notFound) { try await bench.storage.files.find(id, of: other.id) }
            await #expect(throws: ChatError.notFound) { try await bench.storage.files.key(id, of: other.id) }
            let foreign = File(id: id, owner: other.id, name: "x", size: 1, kind: .png, createdAt: bench.clock.now)
            await #expect(throws: ChatError.notFound) {
                try await bench.storage.files.fill(foreign, sealedWith: Secret("x"))
            }
        }
        #expect(try await bench.storage.files.deleted(of: other.id, unsentBefore: bench.clock.now) == [])
    }

    @Test(arguments: Engine.allCases)
    func `of many that are announced at once none is beyond the room`(engine: Engine) async throws {
        let bench = try await engine.open()
        let owner = try await bench.member("alice")
        let rules = FileRules(mostOfMember: 35)
        let count = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    (try? await bench.storage.files.add(Self.file(of: owner, bench), under: rules)) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(count == 3)
    }

    @Test(arguments: Engine.allCases)
    func `a rotation of the data keys seals the keys of files anew`(engine: Engine) async throws {
        let bench = try await engine.open()
        let owner = try await bench.member("alice")
        let file = try await Self.filled(owner, bench)
        let rotation = try await bench.storage.dataKeys.rotate()
        #expect(rotation.sealed == 1 && rotation.unreadable == [])
        #expect(try await bench.storage.files.key(file.id, of: owner.id) == Secret("the key"))
    }

    @Test(arguments: Engine.allCases)
    func `what was not sent is deleted after its time, and its row when nothing can come any more`(engine: Engine)
        async throws
    {
        let bench = try await engine.open()
        let owner = try await bench.member("alice")
        let files = bench.storage.files
        let file = try await Self.filled(owner, bench)
        let now = bench.clock.now
        #expect(try await files.deleted(of: nil, unsentBefore: now) == [])
        #expect(try await files.deleted(of: nil, unsentBefore: now + .seconds(1)) == [file.id])
        await #expect(throws: ChatError.notFound) { try await files.find(file.id, of: owner.id) }
        #expect(try await files.deleted(of: nil, unsentBefore: now) == [file.id], "until it is noted")
        try await files.noteRemoved([file.id], forgetting: now)
        #expect(try await files.deleted(of: nil, unsentBefore: now) == [])
        #expect(try await files.deleted(of: nil, unsentBefore: now + .seconds(1)) == [file.id], "once more")
        try await files.noteRemoved([file.id], forgetting: now + .seconds(1))
        #expect(try await files.deleted(of: nil, unsentBefore: now + .seconds(9)) == [])
    }

    @Test(arguments: Engine.allCases)
    func `a member who is gone announces nothing`(engine: Engine) async throws {
        let bench = try await engine.open()
        let owner = try await bench.member("alice")
        try await bench.storage.users.delete(owner.id, keepingConversationsUntil: nil)
        await #expect(throws: ChatError.unauthorized) {
            try await bench.storage.files.add(Self.file(of: owner, bench), under: FileRules())
        }
    }
}
