/// What may be uploaded and sent.
public struct FileRules: Sendable {
    /// Bytes that a member's files may have together; nil for any number.
    public var mostOfMember: Int?
    /// Files that an import brings are sent within moments: their number is that of the import.
    public var countsUnsent = true

    public init(mostOfMember: Int? = nil) { self.mostOfMember = mostOfMember }

    /// Bytes of one image.
    public static let mostOfImage = 10 << 20
    /// Bytes of one document.
    public static let mostOfDocument = 50 << 20
    /// Bytes of what is kept of a document's text: what no model reads at once anyway.
    public static let mostOfText = 1 << 20
    /// Bytes of the texts of documents in one question, with those of earlier turns.
    static let mostTextOfQuestion = 2 << 20
    /// No provider takes a longer side.
    static let longestSide = 8000
    static let mostPixels = 50_000_000
    /// Files of one member that wait to be sent.
    public static let mostUnsent = 100
    /// Files of one message.
    public static let mostOfMessage = 10
    /// Bytes of images in one question, with those of earlier turns: in base64 they fit into the smallest request that a provider takes.
    static let mostOfQuestion = 14 << 20
    /// Characters of a name.
    static let longestName = 255

    static func check(_ size: Int) throws(ChatError) {
        guard size > 0 else { throw .file(.empty) }
        guard size <= mostOfDocument else { throw .file(.tooLarge(limit: mostOfDocument)) }
    }

    static func check(_ pixels: PixelSize) throws(ChatError) {
        guard pixels.width <= longestSide, pixels.height <= longestSide, pixels.width * pixels.height <= mostPixels
        else { throw .file(.tooManyPixels(side: longestSide, all: mostPixels)) }
    }

    /// What stands in front of the last `/` or `\` is a path of the member's own machine. Throws `invalid`.
    static func name(_ text: String) throws(ChatError) -> String {
        let last = text.utf8.split(whereSeparator: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }).last
        let name = String(decoding: last.map { Array($0) } ?? [], as: UTF8.self)
        guard (1...longestName).contains(name.unicodeScalars.count) else {
            throw .invalid(field: "file_name", .length(1...longestName))
        }
        guard !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw .invalid(field: "file_name", .holdsControlCharacters)
        }
        return name
    }
}

/// Why a file cannot be taken or sent. `Web` has the words for each, in both languages.
public enum FileFlaw: Sendable, Equatable {
    case empty
    case tooLarge(limit: Int)
    /// Neither an image that is taken nor a document. The media type is what it seems to be.
    case unknownKind(seems: String?)
    /// It begins as one of them and cannot be one.
    case damaged
    /// A document that wants a password.
    case locked
    /// Reading its text took more time or memory than there is for one.
    case tooComplex
    /// The bytes of a text file are no text in the encoding that was chosen.
    case notInEncoding(TextEncoding)
    /// An encoding was chosen for what is no text file.
    case notText
    case tooManyPixels(side: Int, all: Int)
    /// Other contents than were announced.
    case sizeDiffers(announced: Int)
    /// The contents were uploaded before.
    case filled
    /// The contents have not come yet.
    case unfilled
    /// The member's files would have more bytes than they may.
    case noRoom(limit: Int)
    case tooManyUnsent(limit: Int)
    /// More files in one message than it may have.
    case tooManyAtOnce(limit: Int)
    /// The files of one message are too large together.
    case tooMuchAtOnce(limit: Int)
    /// Missing, deleted, another member's, or sent in another conversation.
    case unknown
    /// No account of the member's that serves the model can be shown images.
    case imagesNotTaken
}
