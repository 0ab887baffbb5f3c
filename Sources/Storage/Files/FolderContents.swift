public import Domain
public import JSON
public import Transport
internal import Wire

/// Contents of files in a folder, each sealed with a key of its own. All processes that share a database need the same folder.
///
/// Names are hashes of the files' ids, so that a folder that is looked at tells nothing, and of two files with the same contents
/// each goes by itself.
public actor FolderContents: FileContents {
    private let folder: String
    private let report: @Sendable (String) -> Void
    // The system's calls block, a flush to the disk for long.
    private let thread = SerialThread(named: "files")

    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// `report` is told what the system refused, for the log.
    public init(_ folder: String, report: @escaping @Sendable (String) -> Void = { _ in }) {
        self.folder = folder
        self.report = report
    }

    public func keep(
        _ part: FilePart, of id: Key<File>, sealedWith former: Secret?,
        _ next: @Sendable () async throws(ChatError) -> [UInt8]?
    ) async throws(ChatError) -> Secret {
        let key = former.map { PieceSeal.key($0.reveal()) } ?? PieceSeal.randomKey()
        var writer: SealedFileWriter
        do { writer = try SealedFileWriter(path(of: part, id), key: key, for: part.place(of: id)) } catch {
            throw failure(error)
        }
        while let piece = try await next() {
            do throws(SealedFileWriter.Failure) { try writer.write(piece) } catch { throw failure(error) }
        }
        do { try writer.finish() } catch { throw failure(error) }
        return Secret(PieceSeal.text(of: key))
    }

    public func read(
        _ part: FilePart, of id: Key<File>, sealedWith key: Secret,
        to sink: @Sendable ([UInt8]) async throws(ChatError) -> Void
    ) async throws(ChatError) {
        var reader = try reader(of: part, id, key)
        while let piece = try next(of: &reader) { try await sink(piece) }
    }

    public func base64(_ id: Key<File>, sealedWith key: Secret) async throws(ChatError) -> Text {
        var reader = try reader(of: .contents, id, key)
        var text = Base64Text()
        while let piece = try next(of: &reader) { text.add(piece) }
        return text.finish()
    }

    public func remove(_ part: FilePart, of id: Key<File>) async throws(ChatError) {
        guard Folders.removeFiles(named: path(of: part, id)) else { throw Self.unavailable }
    }

    private func reader(of part: FilePart, _ id: Key<File>, _ key: Secret) throws(ChatError) -> SealedFileReader {
        do {
            return try SealedFileReader(
                path(of: part, id), key: PieceSeal.key(key.reveal()), for: part.place(of: id))
        } catch { throw unreadable }
    }

    private func next(of reader: inout SealedFileReader) throws(ChatError) -> [UInt8]? {
        do { return try reader.next() } catch { throw unreadable }
    }

    private func path(of part: FilePart, _ id: Key<File>) -> String {
        "\(folder)/\(PieceSeal.name(for: part.place(of: id)))"
    }

    private static let unavailable = ChatError.unavailable(what: "files")

    private var unreadable: ChatError {
        report("a file is missing or was changed")
        return Self.unavailable
    }

    private func failure(_ failure: SealedFileWriter.Failure) -> ChatError {
        guard !failure.isTaken else { return .file(.filled) }
        report(failure.description)
        return Self.unavailable
    }
}
