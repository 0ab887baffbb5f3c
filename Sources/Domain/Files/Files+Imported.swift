internal import JSON

extension Files {
    /// Bytes of the largest file that an import may bring.
    static let mostOfImported = FileRules.mostOfDocument

    /// Takes a file that came in an export, under the rules of an upload; only how many wait to be sent does not matter. Throws `file` for
    /// what would not be taken if it were uploaded.
    /// `isByModel`: it stood in an answer.
    func takeImported(
        _ contents: [UInt8], named name: String, isByModel: Bool, of owner: ID<User>
    ) async throws(ChatError) -> File {
        let isMade = isByModel && ImageHeader.isOfImage(contents)
        return try await take(contents, named: Self.tidied(name), isMade: isMade, of: owner)
    }

    /// Takes a whole file that no upload brings.
    func take(
        _ contents: [UInt8], named name: String, isMade: Bool, of owner: ID<User>
    ) async throws(ChatError) -> File {
        var rules = rules
        rules.countsUnsent = false
        let files = Files(store: store, contents: self.contents, reader: reader, clock: clock, rules: rules)
        let file = try await files.announce(name, of: contents.count, isMade: isMade, by: owner)
        let bytes = HeldBytes(contents)
        try await files.fill(file.id, of: owner) { _ in bytes.take() }
        return try await files.finished(file.id, of: owner)
    }

    /// Something that is a name by the rules of an upload, whatever the export says.
    private static func tidied(_ name: String) -> String {
        let last = name.utf8.split(whereSeparator: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }).last
        let scalars = String(decoding: last.map { Array($0.prefix(4096)) } ?? [], as: UTF8.self).unicodeScalars
            .filter { $0.properties.generalCategory != .control }.prefix(FileRules.longestName)
        let tidy = String(String.UnicodeScalarView(scalars))
        return tidy.isEmpty ? "file" : tidy
    }
}
