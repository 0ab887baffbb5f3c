/// A picture that administrators gave the site or an assistant. What kind it is its contents alone decide.
public struct SitePicture: Sendable, Equatable {
    public let kind: File.Kind
    public let contents: [UInt8]

    public static let mostBytes = 256 << 10
    public static let longestSide = 1024

    /// One that was kept.
    public init(kind: File.Kind, contents: [UInt8]) {
        self.kind = kind
        self.contents = contents
    }

    /// One that was uploaded. Throws `invalid("picture")` for what is no PNG, JPEG or WebP image, and for one that is too large.
    public init(_ contents: [UInt8]) throws(ChatError) {
        guard contents.count <= Self.mostBytes else {
            throw .invalid(field: "picture", .longerThan(Self.mostBytes, .bytes))
        }
        var header = ImageHeader()
        header.take(contents)
        header.end()
        guard case .image(let kind, let pixels) = header.outcome, kind != .gif else {
            throw .invalid(field: "picture", .notAPicture)
        }
        guard pixels.width <= Self.longestSide, pixels.height <= Self.longestSide else {
            throw .invalid(field: "picture", .tooManyPixels(side: Self.longestSide))
        }
        self.init(kind: kind, contents: contents)
    }
}
