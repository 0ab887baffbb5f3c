import Domain
import HTTP
import Integrations
import JSON
import Storage
import Synchronization
import TestKit
import Testing
import Transport
import Wire

/// Contents of files, wherever they are kept.
@Suite(.timeLimit(.minutes(5))) struct FileContentsTests {
    enum Place: CaseIterable { case folder, bucket }

    private let folder = TemporaryFolder()
    private let bucket = ScriptedBucket()
    private let id = Key<File>.random()

    private func contents(in place: Place) -> any FileContents {
        switch place {
        case .folder: FolderContents(folder.path + "/files")
        case .bucket: S3Contents(bucket, spools: folder.path + "/spools")
        }
    }

    @Test(arguments: Place.allCases)
    func `what was kept is read, of any length and in portions of any size`(place: Place) async throws {
        let contents = contents(in: place)
        for size in [0, 1, 65_535, 65_536, 65_537, 300_001] {
            for step in [1000, 200_000] {
                let (id, bytes) = (Key<File>.random(), SecureRandom.bytes(size))
                let key = try await keep(bytes, of: id, in: contents, step: step)
                #expect(try await read(id, key, from: contents) == bytes, "\(size) in \(step)")
                let text = try await TestLoop.run { try await contents.base64(id, sealedWith: key) }
                #expect(Base64.decode(text) == bytes)
            }
        }
    }

    @Test(arguments: Place.allCases) func `contents are written once, and each part by itself`(place: Place)
        async throws
    {
        let contents = contents(in: place)
        let key = try await keep([1, 2, 3], of: id, in: contents)
        await #expect(throws: ChatError.file(.filled)) { try await keep([4], of: id, in: contents) }
        #expect(try await read(id, key, from: contents) == [1, 2, 3])
        #expect(try await keep([5], .text, of: id, sealedWith: key, in: contents) == key)
        #expect(try await read(id, key, .text, from: contents) == [5])
        try await TestLoop.run { try await contents.remove(.contents, of: id) }
        await #expect(throws: ChatError.unavailable(what: "files")) { try await read(id, key, from: contents) }
        #expect(try await read(id, key, .text, from: contents) == [5])
        // There may be none.
        try await TestLoop.run { try await contents.remove(.contents, of: id) }
    }

    @Test(arguments: Place.allCases) func `what breaks off leaves nothing, and can be kept again`(place: Place)
        async throws
    {
        let contents = contents(in: place)
        await #expect(throws: ChatError.notFound) {
            try await TestLoop.run {
                let pieces = Pieces([[1], [2]], then: .notFound)
                return try await contents.keep(.contents, of: id, sealedWith: nil) { () throws(ChatError) in
                    try pieces.next()
                }
            }
        }
        #expect(bucket.upstream.requests.isEmpty)
        let key = try await keep([7], of: id, in: contents)
        #expect(try await read(id, key, from: contents) == [7])
    }

    @Test(arguments: Place.allCases) func `another key, or the place of another file, reads nothing`(place: Place)
        async throws
    {
        let contents = contents(in: place)
        let key = try await keep(SecureRandom.bytes(100_000), of: id, in: contents)
        let other = try await keep([1], of: .random(), in: contents)
        for wrong in [other, Secret("short"), Secret("")] {
            await #expect(throws: ChatError.unavailable(what: "files")) { try await read(id, wrong, from: contents) }
        }
        await #expect(throws: ChatError.unavailable(what: "files")) { try await read(.random(), key, from: contents) }
    }

    private func keep(
        _ bytes: [UInt8], _ part: FilePart = .contents, of id: Key<File>, sealedWith key: Secret? = nil,
        in contents: any FileContents, step: Int = 30_000
    ) async throws(ChatError) -> Secret {
        let pieces = Pieces(
            stride(from: 0, to: bytes.count, by: step).map { Array(bytes[$0..<min($0 + step, bytes.count)]) })
        return try await onLoop { () throws(ChatError) in
            try await contents.keep(part, of: id, sealedWith: key) { () throws(ChatError) in try pieces.next() }
        }
    }
}

/// What is kept in a bucket, on the wire.
@Suite(.timeLimit(.minutes(5))) struct S3ContentsTests {
    private typealias Step = ScriptedUpstream.Step
    private let folder = TemporaryFolder()
    private let id = Key<File>.random()

    @Test func `objects are sealed, under names that tell nothing, with a signature over what is asked`() async throws {
        let bucket = ScriptedBucket()
        let contents = S3Contents(bucket, spools: folder.path)
        let word = [UInt8]("a canary that must not be seen ".utf8)
        let bytes = Array(repeating: word, count: 9000).flatMap(\.self)
        let key = try await onLoop { () throws(ChatError) in
            let pieces = Pieces([bytes])
            return try await contents.keep(.contents, of: id, sealedWith: nil) { () throws(ChatError) in
                try pieces.next()
            }
        }
        #expect(try await read(id, key, from: contents) == bytes)
        let (put, get) = (bucket.upstream.requests[0], bucket.upstream.requests[1])
        let name = try #require(bucket.stored.keys.first)
        #expect(name.utf8.count == 1 + 3 + 64 && !name.contains(id.text))
        #expect(bucket.stored[name]?.contains(word) == false)
        #expect(put.method == "PUT" && put.headers["if-none-match"] == "*" && put.body.count > bytes.count)
        for request in [put, get] {
            let authorization = request.headers["authorization"].map { "\($0)" } ?? ""
            #expect(authorization.hasPrefix("AWS4-HMAC-SHA256 Credential=key/"), "\(authorization)")
            #expect(authorization.contains("/eu-test-1/s3/aws4_request, SignedHeaders="))
            let signed = authorization.split(separator: "SignedHeaders=").last?.split(separator: ",").first ?? ""
            let names = signed.split(separator: ";").map(String.init)
            #expect(Set(names).isSuperset(of: ["host", "x-amz-content-sha256", "x-amz-date"]))
            #expect(names.allSatisfy { request.headers[Text($0)] != nil }, "what is signed is sent: \(names)")
            #expect(request.headers["x-amz-content-sha256"] == "UNSIGNED-PAYLOAD")
        }
        // Nothing of it lies on this disk.
        #expect(folder.isEmpty)
    }

    /// Each with what the log is told.
    private static let failures: [(steps: [Step], cause: String)] = [
        ([.answer(403, [:], "<Error><Code>SignatureDoesNotMatch</Code></Error>")], "S3 answered 403"),
        ([.answer(404)], "S3 has no such object"),
        ([.answer(301, ["Location": "http://127.0.0.1:1/"])], "S3 answered 301"),
        ([.answer(500, [:], "down")], "S3 answered 500"), ([.answer(503, ["Retry-After": "1"])], "S3 answered 503"),
        ([.reset], "S3 cannot be asked: disconnected"), ([.close], "S3 cannot be asked: disconnected"),
        ([.text("nonsense\r\n\r\n"), .close], "S3 cannot be asked: malformed"),
        ([.head(200, ["Content-Length": "100"]), .text("half"), .close], ""),
    ]

    @Test(arguments: 0..<failures.count) func `storage that fails is told in the log, and nothing is lost`(
        index: Int
    ) async throws {
        let (steps, cause) = Self.failures[index]
        let isFailing = Mutex(false)
        let bucket = ScriptedBucket { _ in isFailing.withLock { $0 } ? steps : nil }
        let told = Watched([String]())
        let contents = S3Contents(bucket, spools: folder.path) { line in told.change { $0.append(line) } }
        let bytes = SecureRandom.bytes(90_000)
        let key = try await keep(bytes, of: id, in: contents)
        isFailing.withLock { $0 = true }
        await #expect(throws: ChatError.unavailable(what: "files")) { try await read(id, key, from: contents) }
        if cause.isEmpty == false {
            await #expect(throws: ChatError.unavailable(what: "files")) {
                try await keep(bytes, of: .random(), in: contents)
            }
        }
        let said = told.read { $0 }
        #expect(!said.isEmpty && said.allSatisfy { $0.hasPrefix(cause) || cause.isEmpty }, "\(said)")
        isFailing.withLock { $0 = false }
        #expect(try await read(id, key, from: contents) == bytes)
    }

    @Test func `what was cut off, changed or put in another order is not read to an end`() async throws {
        let bucket = ScriptedBucket()
        let contents = S3Contents(bucket, spools: folder.path)
        let key = try await keep(SecureRandom.bytes(2 * 65_536 + 100), of: id, in: contents)
        let (name, stored) = try #require(bucket.stored.first)
        let (head, piece) = (26, 65_536 + 17)
        let first = stored[head..<head + piece]
        let second = stored[(head + piece)..<(head + 2 * piece)]
        let rest = stored[(head + 2 * piece)...]
        var broken = [0, 1, 25, 26, 27, head + piece, head + 2 * piece, stored.count - 1].map { Array(stored[..<$0]) }
        broken += [0, 5, head, head + piece, stored.count - 1].map { index in
            var changed = stored
            changed[index] ^= 1
            return changed
        }
        broken += [[second, first], [first, first], [second]].map { stored[..<head] + $0.flatMap(\.self) + rest }
        broken.append(stored + [0])
        broken.append(stored + stored)
        for (index, bytes) in broken.enumerated() {
            bucket.change(name, to: bytes)
            await #expect(throws: ChatError.unavailable(what: "files"), "\(index)") {
                try await read(id, key, from: contents)
            }
        }
        bucket.change(name, to: stored)
        #expect(try await read(id, key, from: contents).count == 2 * 65_536 + 100)
    }

    @Test func `a bucket is tried before it is used`() async throws {
        let flaws: [([Step]?, String?, Bool)] = [
            (nil, nil, false), ([.answer(403)], "S3 answered 403", false),
            ([.answer(404)], "S3 has no such object", false),
            ([.answer(503)], "S3 answered 503", true), ([.reset], "S3 cannot be asked: disconnected", true),
        ]
        for (steps, text, mayPass) in flaws {
            let bucket = ScriptedBucket { _ in steps }
            let flaw = await TestLoop.run { await bucket.asked.flaw(bucket.client) }
            #expect(flaw?.text == text && flaw?.mayPass ?? false == mayPass, "\(String(describing: flaw))")
            #expect(bucket.stored.isEmpty)
        }
    }

    private func keep(
        _ bytes: [UInt8], of id: Key<File>, in contents: any FileContents
    ) async throws(ChatError) -> Secret {
        let pieces = Pieces([bytes])
        return try await onLoop { () throws(ChatError) in
            try await contents.keep(.contents, of: id, sealedWith: nil) { () throws(ChatError) in try pieces.next() }
        }
    }
}

extension ScriptedBucket {
    fileprivate var client: HTTPClient { HTTPClient(.init(allowPrivate: [upstream.host])) }
    fileprivate var asked: S3Bucket {
        S3Bucket(url: url, region: "eu-test-1", accessKey: "key", secretKey: Secret("secret"))
    }
}

extension S3Contents {
    fileprivate init(
        _ bucket: ScriptedBucket, spools: String, report: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.init(bucket.asked, client: bucket.client, spools: spools, report: report)
    }
}

private func read(
    _ id: Key<File>, _ key: Secret, _ part: FilePart = .contents, from contents: any FileContents
) async throws(ChatError) -> [UInt8] {
    let bytes = Mutex<[UInt8]>([])
    try await onLoop { () throws(ChatError) in
        try await contents.read(part, of: id, sealedWith: key) { piece in bytes.withLock { $0 += piece } }
    }
    return bytes.withLock { $0 }
}

/// With the error of the body's kind.
private func onLoop<Value: Sendable>(_ body: () async throws(ChatError) -> Value) async throws(ChatError) -> Value {
    let result: Result<Value, ChatError> = await TestLoop.run {
        do throws(ChatError) { return .success(try await body()) } catch { return .failure(error) }
    }
    return try result.get()
}

/// One after another, then an end, or an error.
private final class Pieces: Sendable {
    private let rest: Mutex<[[UInt8]]>
    private let failure: ChatError?

    init(_ pieces: [[UInt8]], then failure: ChatError? = nil) {
        rest = Mutex(pieces)
        self.failure = failure
    }

    func next() throws(ChatError) -> [UInt8]? {
        let piece = rest.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        if piece == nil, let failure { throw failure }
        return piece
    }
}
