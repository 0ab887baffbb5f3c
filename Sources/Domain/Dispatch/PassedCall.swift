public import JSON

/// A call that an upstream is sent as it came, but for the name of the model, and whose answer goes back as it comes: embeddings,
/// images, speech and the like, whose bodies are too large to be read and nothing that a chat is made of.
public struct PassedCall: Sendable {
    public let endpoint: Endpoint
    /// As it was asked for.
    public let model: String
    private let body: PassedBody
    /// Where the model's name stands in it.
    private let gap: Range<Int>
    /// What it says, for whoever must not repeat it.
    public let words: String
    /// Whether it asks for an answer in pieces.
    public var streams = false
    /// How many pictures it asks for: a price for a call is one for each.
    public private(set) var pictures = 1
    /// How much more one of them costs than the usual one, by its size and quality.
    public private(set) var pictureMultiple = Ratio.one
    /// How embeddings are wanted; nil for other calls.
    public var embeddings: EmbeddingShape?

    /// Of JSON. `gap`: of the string that names the model in it.
    public init(_ endpoint: Endpoint, to model: String, _ body: [UInt8], gap: Range<Int>) {
        self.init(
            endpoint, to: model, .whole(body), gap: gap, words: String(decoding: body, as: UTF8.self))
    }

    /// Of an object that does not name the model yet.
    public init(_ endpoint: Endpoint, to model: String, saying wishes: JSONValue) {
        let (start, name) = (Array(#"{"model":"#.utf8), JSONValue.string(Text(model)).bytes)
        let body = start + name + [UInt8(ascii: ",")] + wishes.bytes.dropFirst()
        self.init(endpoint, to: model, body, gap: start.count..<start.count + name.count)
    }

    /// Of a form. `gap`: of the value of its field that names the model.
    public init(_ endpoint: Endpoint, to model: String, _ form: StoredForm, gap: Range<Int>, words: String) {
        self.init(endpoint, to: model, .form(form), gap: gap, words: words)
    }

    private init(_ endpoint: Endpoint, to model: String, _ body: PassedBody, gap: Range<Int>, words: String) {
        self.endpoint = endpoint
        self.model = model
        self.body = body
        self.gap = gap
        self.words = words
    }

    /// Bytes of all that is sent; of a form, hardly more than those of its file.
    public var fileSize: Int {
        switch body {
        case .whole(let bytes): bytes.count
        case .form(let form): form.count
        }
    }

    /// As its `n` says; what is no number from 1 on is one.
    public mutating func ask(forPictures count: Int?, size: String?, quality: String?) {
        guard endpoint == .imageGenerations || endpoint == .imageEdits else { return }
        pictures = min(max(1, count ?? 1), Self.mostPictures)
        pictureMultiple = PictureMultiple.of(model, size: size, quality: quality)
    }

    /// More than any upstream makes at once.
    private static let mostPictures = 1000

    /// The body with `name` as the model's name.
    public func body(naming name: String) -> PassedBody {
        switch body {
        case .whole(let bytes):
            .whole(Array(bytes[..<gap.lowerBound]) + JSONValue.string(Text(name)).bytes + bytes[gap.upperBound...])
        case .form(let form): .form(form.replacing(gap, with: Array(name.utf8)))
        }
    }
}

/// How whoever asks for embeddings wants them.
public enum EmbeddingShape: Sendable {
    /// In OpenAI's frame.
    case numbers, base64
    /// In Google's: that of `embedContent`, of `batchEmbedContents`.
    case googleOne, googleMany
}

/// What is sent of one.
public enum PassedBody: Sendable {
    /// JSON.
    case whole([UInt8])
    case form(StoredForm)
}

/// A `multipart/form-data` that is kept outside of memory, and read whenever it is sent.
public struct StoredForm: Sendable {
    /// As its header says, with the boundary.
    public let mediaType: String
    public let count: Int
    private let load: Load

    /// At most so many bytes from an offset on, and at least one before the end; nil when they cannot be had.
    public typealias Load = @Sendable (_ offset: Int, _ most: Int) -> [UInt8]?

    public init(_ mediaType: String, count: Int, _ load: @escaping Load) {
        self.mediaType = mediaType
        self.count = count
        self.load = load
    }

    public func read(at offset: Int, upTo most: Int) -> [UInt8]? { load(offset, most) }

    /// The same with `bytes` in the place of a range, which may be empty.
    public func replacing(_ range: Range<Int>, with bytes: [UInt8]) -> StoredForm {
        let end = range.lowerBound + bytes.count
        return StoredForm(mediaType, count: count - range.count + bytes.count) { offset, most in
            if offset < range.lowerBound { return read(at: offset, upTo: min(most, range.lowerBound - offset)) }
            if offset < end { return Array(bytes[(offset - range.lowerBound)...].prefix(most)) }
            return read(at: offset - end + range.upperBound, upTo: most)
        }
    }
}

/// What comes of one, in this order: a head, then bytes.
public enum PassedPiece: Sendable, Equatable {
    /// The media type of what follows.
    case head(String)
    case bytes([UInt8])
}

extension Account {
    /// Whether its upstream has such calls: those who speak as OpenAI does, and Google's for some.
    public func passes(_ endpoint: Endpoint) -> Bool {
        guard endpoint.isPassed, provider != .demo, !provider.hasLogin else { return false }
        if isGoogles { return endpoint == .embeddings || endpoint == .imageGenerations }
        return formats.contains(.openAIChat) || formats.contains(.openAIResponses)
    }

    /// Google answers calls in OpenAI's format, too, under a path of its own.
    var isGoogles: Bool { formats.first == .gemini }
}
