/// A charge whose place is taken and not settled.
public struct OpenCharge: Sendable, Equatable {
    public let id: Key<Charge>
    public let use: QuotaUse
    /// Decides the windows that it counts in.
    public let at: Timestamp

    public init(_ id: Key<Charge>, _ use: QuotaUse, at: Timestamp) {
        self.id = id
        self.use = use
        self.at = at
    }
}
