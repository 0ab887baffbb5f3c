/// Counts calls, in all processes together: of each subject so many in any minute.
public protocol CallRate: Sendable {
    /// Takes a place, unless `most` were taken within the last minute: then says when the next one is free. While the store is away nobody
    /// is refused.
    func take(_ subject: String, most: Int, at moment: Timestamp) async -> Timestamp?
}

extension Duration {
    /// Within which calls are counted.
    public static let callRateSpan = Duration.seconds(60)
}
