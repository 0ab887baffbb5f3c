extension Files {
    /// Reads a document's text and keeps it. What was kept of it before is replaced. Throws as `DocumentReader.read`, and `unavailable`.
    func readText(
        of file: File, as encoding: TextEncoding?, sealedWith key: Secret
    ) async throws(ChatError) -> (File.Kind, FileText) {
        let document = try await reader.read(
            { [contents] sink throws(ChatError) in
                try await contents.read(.contents, of: file.id, sealedWith: key, to: sink)
            },
            of: file.size, as: encoding)
        try await contents.remove(.text, of: file.id)
        if !document.text.isEmpty {
            let bytes = HeldBytes(document.text)
            _ = try await contents.keep(.text, of: file.id, sealedWith: key) { bytes.take() }
        }
        var estimate = TokenEstimate()
        estimate.add(utf8: document.text)
        return (
            document.kind,
            FileText(
                size: document.text.count, tokens: estimate.tokens, isCut: document.isCut,
                encoding: document.encoding)
        )
    }

    /// Reads a text file as the member says that it is written. Throws `notFound`, `file(.unfilled)`, `file(.notText)`,
    /// `file(.notInEncoding)`; then it stays as it was read before.
    public func read(
        _ id: Key<File>, of owner: ID<User>, as encoding: TextEncoding
    ) async throws(ChatError) -> File {
        var file = try await finished(id, of: owner)
        guard file.kind == .text else { throw .file(.notText) }
        (_, file.text) = try await readText(of: file, as: encoding, sealedWith: try await store.key(id, of: owner))
        try await store.note(file.text, of: id, for: owner)
        return file
    }

    /// The text that was read out of a document, as bytes of UTF-8.
    func text(of file: File) async throws(ChatError) -> [UInt8] {
        guard let text = file.text, text.size > 0 else { return [] }
        let key = try await store.key(file.id, of: file.owner)
        let bytes = HeldBytes()
        try await contents.read(.text, of: file.id, sealedWith: key) { piece in bytes.add(piece) }
        return bytes.take() ?? []
    }
}
