public import Domain
public import HTTP
public import JSON
internal import Transport
internal import Wire

/// Contents of files on S3-compatible storage, each sealed with a key of its own, under names that tell nothing. Processes that share a
/// database share the bucket.
///
/// Used by tasks of an event loop.
public struct S3Contents: FileContents {
    private let bucket: S3Bucket
    private let client: HTTPClient
    private let spools: String
    private let report: @Sendable (String) -> Void

    /// What is put waits in `spools` until its length is known, which S3 wants first. `report` is told what went wrong, for the log.
    public init(
        _ bucket: S3Bucket, client: HTTPClient, spools: String, report: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.bucket = bucket
        self.client = client
        self.spools = spools
        self.report = report
    }

    public func keep(
        _ part: FilePart, of id: Key<File>, sealedWith former: Secret?,
        _ next: @Sendable () async throws(ChatError) -> [UInt8]?
    ) async throws(ChatError) -> Secret {
        let key = former.map { PieceSeal.key($0.reveal()) } ?? PieceSeal.randomKey()
        var stream = SealingStream(key: key, for: part.place(of: id))
        let spool = try spooling { () throws(Spool.Failure) in try Spool(in: spools) }
        while let piece = try await next() {
            let sealed = stream.add(piece)
            try spooling { () throws(Spool.Failure) in try spool.append(sealed) }
        }
        let end = stream.finish()
        try spooling { () throws(Spool.Failure) in try spool.append(end) }
        let upload = ClientUpload(count: spool.count) { offset, most in try? spool.read(at: offset, upTo: most) }
        do throws(S3Bucket.Failure) { try await bucket.put(Self.name(of: part, id), upload, client) } catch {
            if case .taken = error { throw .file(.filled) }
            throw failure(error)
        }
        return Secret(PieceSeal.text(of: key))
    }

    public func read(
        _ part: FilePart, of id: Key<File>, sealedWith key: Secret,
        to sink: @Sendable ([UInt8]) async throws(ChatError) -> Void
    ) async throws(ChatError) {
        try await open(part, of: id, key) { piece throws(ChatError) in try await sink(piece) }
    }

    public func base64(_ id: Key<File>, sealedWith key: Secret) async throws(ChatError) -> Text {
        var text = Base64Text()
        try await open(.contents, of: id, key) { text.add($0) }
        return text.finish()
    }

    public func remove(_ part: FilePart, of id: Key<File>) async throws(ChatError) {
        do throws(S3Bucket.Failure) { try await bucket.delete(Self.name(of: part, id), client) } catch {
            throw failure(error)
        }
    }

    private func open(
        _ part: FilePart, of id: Key<File>, _ key: Secret,
        _ sink: ([UInt8]) async throws(ChatError) -> Void
    ) async throws(ChatError) {
        let stream = OpeningStream(key: PieceSeal.key(key.reveal()), for: part.place(of: id))
        let end: Result<Void, ChatError>
        do throws(S3Bucket.Failure) {
            end = try await bucket.get(Self.name(of: part, id), client) { response throws(ClientError) in
                try await pass(response, through: stream, to: sink)
            }
        } catch { throw failure(error) }
        try end.get()
    }

    private func pass(
        _ response: ClientResponse, through opening: OpeningStream,
        to sink: ([UInt8]) async throws(ChatError) -> Void
    ) async throws(ClientError) -> Result<Void, ChatError> {
        var stream = opening
        while let sealed = try await response.next() {
            guard let piece = try? stream.add(sealed) else { return .failure(damaged) }
            do throws(ChatError) { if !piece.isEmpty { try await sink(piece) } } catch { return .failure(error) }
        }
        guard let last = try? stream.finish() else { return .failure(damaged) }
        do throws(ChatError) { if !last.isEmpty { try await sink(last) } } catch { return .failure(error) }
        return .success(())
    }

    private func spooling<Value>(_ work: () throws(Spool.Failure) -> Value) throws(ChatError) -> Value {
        do throws(Spool.Failure) { return try work() } catch {
            report("what is uploaded cannot be held: \(error)")
            throw Self.unavailable
        }
    }

    private static func name(of part: FilePart, _ id: Key<File>) -> String {
        PieceSeal.name(for: part.place(of: id))
    }

    private static let unavailable = ChatError.unavailable(what: "files")

    private var damaged: ChatError {
        report("a file was changed or cut off")
        return Self.unavailable
    }

    private func failure(_ failure: S3Bucket.Failure) -> ChatError {
        report(failure.description)
        return Self.unavailable
    }
}
