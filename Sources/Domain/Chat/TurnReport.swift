/// What an operator may know of a turn that ended: no word of it.
public struct TurnReport: Sendable {
    public let turn: Turn
    /// The id of the request that asked for it.
    public let request: String
    public let end: TurnEnd
    public let settlement: Settlement
    /// What the upstream did wrong that was asked last, if it did.
    public let failure: UpstreamFailure?
    public let attempts: [Attempt]
    public let isStored: Bool
}
