/// How much more a picture of a price for a call costs by its size and quality (relay-formats.md §8). New API knows this of DALL·E
/// alone: others are charged by tokens, or alike.
enum PictureMultiple {
    /// What is not said, or is no size of the model's, is the usual one: the upstream refuses it, or takes another.
    static func of(_ model: String, size: String?, quality: String?) -> Ratio {
        guard ModelPattern.matches("dall-e*", model) else { return .one }
        let isLarge = size == "1024x1792" || size == "1792x1024"
        let bySize = isLarge ? "2" : size.flatMap { small[$0] } ?? "1"
        let byQuality = model == "dall-e-3" && quality == "hd" ? (isLarge ? "1.5" : "2") : "1"
        return (Ratio(bySize) ?? .one) * (Ratio(byQuality) ?? .one)
    }

    private static let small = ["256x256": "0.4", "512x512": "0.45"]
}
