/// A secret that lets in whoever holds it: of a personal link, a session, the set-up. Only its hash is kept.
public struct Token: Sendable {
    public let text: Secret
    /// SHA-256, 32 bytes.
    public let hash: [UInt8]

    public init(_ text: Secret, hash: [UInt8]) {
        self.text = text
        self.hash = hash
    }
}
