public import JSON

/// Gets pictures that an upstream's answer has: as data URLs, or as links.
public protocol RemotePictures: Sendable {
    /// What stands behind a link that an account's answer named; nil for what is not called a picture, is larger than `most` bytes, cannot be
    /// had, or may not be asked for: an address of our own network may be reached only on the account's own host, where that is allowed.
    func picture(at link: Text, namedBy account: Account, upTo most: Int) async -> PictureData?
}

/// A picture and of which kind it is.
public struct PictureData: Sendable, Equatable {
    public let bytes: [UInt8]
    /// `image/png`.
    public let type: String

    /// Of one picture.
    public static let mostBytes = 20 << 20
    /// Of all pictures of one answer.
    public static let mostBytesTogether = 64 << 20

    /// `name`: what somebody calls its kind, which counts where the bytes do not say it. Nil for one that is called no picture.
    public init?(_ bytes: [UInt8], called name: Text) {
        let name = name.before(UInt8(ascii: ";")).trimmed.asciiLowercased
        guard !bytes.isEmpty, name.hasPrefix("image/"), name.byteCount <= 64, name.utf8.allSatisfy(Self.isOfName) else {
            return nil
        }
        var header = ImageHeader()
        header.take(bytes)
        self.bytes = bytes
        type = if case .image(let kind, _) = header.outcome { kind.mediaType } else { name.string }
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "/+.-".utf8.contains(byte)
        }
    }
}
