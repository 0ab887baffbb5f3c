public import JSON

/// What stands above a part of a form.
public struct PartHead: Sendable, Equatable {
    /// The field of the form.
    public let name: Text
    /// What the sender calls the file: any text, to be shown and never to be a path, or a part of one. Nil if the part is no
    /// file. Browsers write `%22` for a quotation mark, which cannot be told from one that was typed so; it stays as it is.
    public let filename: Text?
    /// What the sender says it is; nobody has looked.
    public let contentType: Text?

    public init(name: Text, filename: Text? = nil, contentType: Text? = nil) {
        self.name = name
        self.filename = filename
        self.contentType = contentType
    }
}

/// What is read of a form, in its order.
public enum MultipartEvent: Sendable, Equatable {
    case part(PartHead)
    /// Of the part that was announced last; a part may have none.
    case bytes([UInt8])
    case partEnd
}

/// How much of a form is read before it is refused. How long a part may be is for the caller to say.
public struct MultipartLimits: Sendable {
    public var parts = 100
    /// The bytes of a part's head, without its last empty line.
    public var head = 8 * 1024
    public var fields = 16

    public init() {}
}

/// Gathers the head of a part, a line at a time.
struct PartHeadReader: Sendable {
    private(set) var fields = 0
    private var disposition: FieldParameters?
    private var contentType: Text?

    mutating func read(_ line: Range<Int>, of buffer: [UInt8]) throws(Refusal) {
        fields += 1
        let bytes = buffer.span
        let slot = try FieldFacts.slot(line, bytes)
        let (name, value) = (slot.nameRange, slot.valueRange)
        if bytes.isSameWord(name, "content-disposition") {
            guard disposition == nil else { throw Refusal(400, "more than one Content-Disposition") }
            disposition = try FieldParameters(bytes.copy(value))
        } else if bytes.isSameWord(name, "content-type") {
            guard contentType == nil else { throw Refusal(400, "more than one Content-Type") }
            contentType = try Self.text(bytes.copy(value))
        } else if bytes.isSameWord(name, "content-transfer-encoding") {
            // Who heeds another one sees other bytes (RFC 7578, §4.7).
            guard ["7bit", "8bit", "binary"].contains(where: { bytes.isSameWord(value, $0) }) else {
                throw Refusal(400, "a part is sent as it is")
            }
        }
    }

    /// After the last line.
    func head() throws(Refusal) -> PartHead {
        guard let disposition, isSameWord(disposition.word, "form-data") else {
            throw Refusal(400, "a part without form-data")
        }
        // `filename*` would be a second name for the same file (RFC 7578, §4.2).
        guard disposition.names.allSatisfy({ $0 == "name" || $0 == "filename" }), let name = disposition["name"],
            !name.isEmpty
        else { throw Refusal(400, "a part needs a name, and may have a filename") }
        return PartHead(
            name: try Self.text(name), filename: try disposition["filename"].map(Self.text), contentType: contentType)
    }

    /// UTF-8 without control characters.
    private static func text(_ bytes: [UInt8]) throws(Refusal) -> Text {
        guard let text = String(validating: bytes, as: UTF8.self),
            text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { throw Refusal(400, "a name that is no text") }
        return Text(text)
    }
}
