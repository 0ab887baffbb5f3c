internal import JSON

/// Images as a prompt has them, by their files.
public typealias Pictures = [Key<File>: MediaSource]

extension Files {
    /// The contents of the first of `files` (those that are asked about come first), as many as one question may have. Throws
    /// `unavailable` when one of them cannot be read.
    func pictures(of files: [File]) async throws(ChatError) -> Pictures {
        var pictures: Pictures = [:]
        var bytes = 0
        for file in files where pictures[file.id] == nil {
            guard let kind = file.kind, bytes + file.size <= FileRules.mostOfQuestion else { break }
            bytes += file.size
            pictures[file.id] = .url(try await dataURL(of: file, kind))
        }
        return pictures
    }

    private func dataURL(of file: File, _ kind: File.Kind) async throws(ChatError) -> Text {
        let key = try await store.key(file.id, of: file.owner)
        return Text("data:\(kind.mediaType);base64,\(try await contents.base64(file.id, sealedWith: key))")
    }
}
