internal import JSON

/// How a member wants the pictures that a model is to make.
public struct PictureWish: Sendable, Equatable {
    public let count: Int
    /// Width and height, as `1024x1024`; nil leaves it to the model.
    public let size: String?

    public static let counts = 1...DrawnPictures.most
    public static let usual = PictureWish(count: 1, size: nil)

    /// What pages offer; models may know others.
    public static let sizes = ["1024x1024", "1536x1024", "1024x1536"]

    private init(count: Int, size: String?) {
        self.count = count
        self.size = size
    }

    /// Throws `invalid` with the field.
    public init(_ size: String?, count: Int?) throws(ChatError) {
        self.init(count: count ?? 1, size: size)
        guard Self.counts.contains(self.count) else {
            throw .invalid(field: "picture.count", .outOfRange(1...Int64(DrawnPictures.most)))
        }
        if let size, !Self.isSize(size) { throw .invalid(field: "picture.size", .notOneOf(Self.sizes)) }
    }

    /// Digits, an x, digits: no more than four of each.
    private static func isSize(_ text: String) -> Bool {
        let sides = text.utf8.split(separator: UInt8(ascii: "x"), omittingEmptySubsequences: false)
        return sides.count == 2
            && sides.allSatisfy { side in
                (2...4).contains(side.count) && side.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            }
    }
}

extension PassedCall {
    /// Asks for pictures of what `words` say.
    init(_ endpoint: Endpoint, to model: String, drawing words: String, _ wish: PictureWish) {
        var wishes: JSONValue = ["prompt": .string(words), "n": .integer(wish.count)]
        if let size = wish.size { wishes["size"] = .string(size) }
        self.init(endpoint, to: model, saying: wishes)
    }
}

extension Tariff {
    /// A price for a call is one for each picture.
    func of(_ wish: PictureWish, by model: String) -> Tariff {
        var tariff = self
        tariff.calls = wish.count
        tariff.multiple = PictureMultiple.of(model, size: wish.size, quality: nil)
        return tariff
    }
}

extension Receipt {
    /// An answer without a picture is none.
    func withPictures(_ pictures: DrawnPictures) -> Receipt {
        guard case .finished = end, pictures.isEmpty else { return self }
        return Receipt(attempts: attempts, end: .failed(.pictureless), usage: usage)
    }
}

extension UpstreamFailure {
    /// It ended well, without a picture that could be had.
    public static let pictureless = UpstreamFailure(
        .upstreamBadAnswer, status: 200, detail: "no picture in the answer, or none that could be fetched")
}

/// Models that make pictures of words and nothing else: they are asked at `/v1/images/generations`. Their upstreams do not say which those
/// are, so names do.
public enum PictureModel {
    private static let beginnings = [
        "gpt-image", "chatgpt-image", "dall-e", "imagen", "flux", "stable-diffusion", "sd3", "seedream",
        "doubao-seedream", "cogview", "wanx", "qwen-image", "hunyuan-image", "kolors", "ideogram", "recraft",
        "grok-2-image", "playground-v",
    ]

    /// A maker's name may stand before it: `black-forest-labs/FLUX.1-dev`.
    public static func isOne(_ name: String) -> Bool {
        let own = name.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)).lowercased() } ?? ""
        return beginnings.contains { own.utf8.starts(with: $0.utf8) }
    }
}
