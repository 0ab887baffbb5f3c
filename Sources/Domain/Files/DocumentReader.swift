/// Tells what a file is that is no image, and reads its text.
public protocol DocumentReader: Sendable {
    /// `contents` hands over all `size` bytes. A text file is read as `encoding`; nil leaves it to be found out.
    ///
    /// Throws `file(.unknownKind)` for what is no document, `file(.damaged)`, `file(.locked)`, `file(.tooComplex)`,
    /// `file(.notInEncoding)`, what `contents` throws, and `unavailable("documents")` where nothing can be read.
    func read(_ contents: Files.Reading, of size: Int, as encoding: TextEncoding?) async throws(ChatError) -> Document
}

/// A file that is no image.
public struct Document: Sendable, Equatable {
    public let kind: File.Kind
    /// UTF-8, at most `FileRules.mostOfText` bytes. Empty where there is no text, as in a scanned page.
    public let text: [UInt8]
    /// There was more of it.
    public let isCut: Bool
    /// Of a text file.
    public let encoding: TextEncoding?

    public init(_ kind: File.Kind, _ text: [UInt8], isCut: Bool, encoding: TextEncoding? = nil) {
        self.kind = kind
        self.text = text
        self.isCut = isCut
        self.encoding = encoding
    }
}
