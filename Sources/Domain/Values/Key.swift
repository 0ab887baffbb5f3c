/// A textual identifier, a UUID as a rule: 1–64 characters of `A–Z a–z 0–9 - _`, case-sensitive.
///
/// Message keys are chosen by the client, so two members may choose the same one:
/// a key means something only together with its owner.
public struct Key<Entity>: Hashable, Sendable, CustomStringConvertible {
    public let text: String

    /// Fails on anything but 1–64 characters of `A–Z a–z 0–9 - _`.
    public init?(_ text: String) {
        guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy(Self.isAllowed) else { return nil }
        self.text = text
    }

    public var description: String { text }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
