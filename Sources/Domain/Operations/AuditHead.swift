/// A row of the chain and its hash, which vouches for every row up to it.
public struct AuditHead: Sendable, Equatable {
    public let id: Int64
    public let hash: [UInt8]

    public init(id: Int64, hash: [UInt8]) {
        self.id = id
        self.hash = hash
    }
}
