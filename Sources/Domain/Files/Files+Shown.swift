public import JSON

/// What models are shown of files, by the files' ids.
public typealias ShownFiles = [Key<File>: ShownFile]

public enum ShownFile: Sendable, Equatable {
    case picture(MediaSource)
    /// Of a document.
    case text(Text)
}

extension Files {
    /// What is shown of the first of `files` (those that are asked about come first), as much as one question may have. Throws
    /// `unavailable` when one of them cannot be read.
    func shown(_ files: [File]) async throws(ChatError) -> ShownFiles {
        var shown: ShownFiles = [:]
        var (left, textLeft) = (FileRules.mostOfQuestion, FileRules.mostTextOfQuestion)
        for file in files where shown[file.id] == nil {
            guard let kind = file.kind else { continue }
            if kind.isImage {
                left -= file.size
                // Those that follow are older: none of them is shown where one before it is not.
                guard left >= 0 else { continue }
                shown[file.id] = .picture(.url(try await dataURL(of: file, kind)))
            } else {
                textLeft -= file.text?.size ?? 0
                guard textLeft >= 0 else { continue }
                shown[file.id] = .text(Text(decoding: try await text(of: file)))
            }
        }
        return shown
    }

    private func dataURL(of file: File, _ kind: File.Kind) async throws(ChatError) -> Text {
        let key = try await store.key(file.id, of: file.owner)
        return Text("data:\(kind.mediaType);base64,\(try await contents.base64(file.id, sealedWith: key))")
    }
}
