/// A place in the log, which goes from the newest row to the oldest.
public struct UsagePlace: Sendable, Equatable {
    public let at: Timestamp
    public let id: Key<Charge>

    public init(at: Timestamp, id: Key<Charge>) {
        self.at = at
        self.id = id
    }
}
