/// What models get of a document. The text itself is kept beside the contents, and sealed as they are.
public struct FileText: Sendable, Equatable {
    /// Bytes of UTF-8.
    public let size: Int
    /// By estimate.
    public let tokens: Int
    /// There was more of it than is kept.
    public let isCut: Bool
    /// How the bytes of a text file were read; nil for other kinds.
    public let encoding: TextEncoding?

    public init(size: Int, tokens: Int, isCut: Bool, encoding: TextEncoding?) {
        self.size = size
        self.tokens = tokens
        self.isCut = isCut
        self.encoding = encoding
    }
}
