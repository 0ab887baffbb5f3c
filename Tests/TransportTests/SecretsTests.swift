import Glibc
import JSON
import Testing
import Wire

@testable import Transport

@Suite struct SealingKeyTests {
    private let key = SealingKey.random()
    private let secret = Array("sk-secret".utf8)
    private let place = Array("accounts.key.7".utf8)

    @Test func `what is sealed opens with the same key and place`() throws {
        let sealed = key.seal(secret, for: place)
        #expect(sealed.starts(with: "v1".utf8))
        #expect(try key.open(sealed, for: place) == secret)
        #expect(try key.open(key.seal([], for: place), for: place) == [])
        #expect(key.seal(secret, for: place) != sealed)
    }

    @Test func `another key, another place and any changed byte are refused`() {
        let sealed = key.seal(secret, for: place)
        #expect(throws: SealingKey.NotSealedHere.self) { try SealingKey.random().open(sealed, for: place) }
        #expect(throws: SealingKey.NotSealedHere.self) { try key.open(sealed, for: Array("accounts.key.8".utf8)) }
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: SealingKey.NotSealedHere.self) { try key.open(changed, for: place) }
            #expect(throws: SealingKey.NotSealedHere.self) { try key.open(Array(sealed[..<index]), for: place) }
        }
    }

    @Test func `a fingerprint tells secrets apart, and says nothing without the key`() {
        #expect(key.fingerprint(of: secret) == key.fingerprint(of: secret))
        #expect(key.fingerprint(of: secret).count == 16)
        #expect(key.fingerprint(of: secret) != key.fingerprint(of: secret + [0]))
        #expect(key.fingerprint(of: secret) != SealingKey.random().fingerprint(of: secret))
    }

    @Test func `a key does not print itself`() {
        #expect("\(key)" == "SealingKey")
        var text = ""
        dump(key, to: &text)
        #expect(!text.contains("["))
        #expect(!String(reflecting: key).contains(","))
    }
}

@Suite struct KeyFileTests {
    @Test func `the file is made once, for its owner alone, and read afterwards`() throws {
        try withFolder { folder throws in
            let path = folder + "/key"
            let sealed = try SealingKey(fileAt: path).seal([1, 2], for: [])
            #expect(try SealingKey(fileAt: path).open(sealed, for: []) == [1, 2])
            var status = stat()
            #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600 && status.st_size == 32)
            #expect(files(in: folder) == ["key"])
        }
    }

    @Test func `a file that others may read is refused`() throws {
        try withFolder { folder throws in
            let path = folder + "/key"
            _ = try SealingKey(fileAt: path)
            chmod(path, 0o640)
            #expect(throws: SealingKey.FileFailure.self) { try SealingKey(fileAt: path) }
        }
    }

    @Test(arguments: [0, 31, 33]) func `a file of another size is refused and left alone`(_ size: Int) throws {
        try withFolder { folder throws in
            let path = folder + "/key"
            let file = open(path, O_WRONLY | O_CREAT, 0o600)
            _ = write(file, [UInt8](repeating: 1, count: size), size)
            close(file)
            #expect(throws: SealingKey.FileFailure.self) { try SealingKey(fileAt: path) }
            var status = stat()
            #expect(stat(path, &status) == 0 && status.st_size == size)
        }
    }

    @Test func `a folder that is not there is an error with its path`() {
        #expect { try SealingKey(fileAt: "/nowhere/at/all/key") } throws: { "\($0)".contains("/nowhere/at/all/key") }
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        var template = Array("/tmp/chatmirror-key-XXXXXX".utf8CString)
        let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
        defer {
            for name in files(in: folder) { unlink("\(folder)/\(name)") }
            rmdir(folder)
        }
        try body(folder)
    }

    private func files(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}

@Suite struct HashTests {
    @Test func `SHA-256 is that of its document`() {
        #expect(
            Hexadecimal.encode(SHA256.hash("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
        #expect(
            Hexadecimal.encode(SHA256.hash([])) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test func `random bytes differ`() {
        #expect(Set((0..<1000).map { _ in SecureRandom.bytes(16) }).count == 1000)
        #expect(SecureRandom.bytes(0) == [])
    }

    @Test func `equal is equal`() {
        #expect(isEqualInConstantTime([1, 2], [1, 2]) && isEqualInConstantTime([], []))
        #expect(!isEqualInConstantTime([1, 2], [1, 3]) && !isEqualInConstantTime([1, 2], [1]))
    }
}
