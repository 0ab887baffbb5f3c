/// A textual identifier, a UUID as a rule: 1–64 characters of `A–Z a–z 0–9 - _`, case-sensitive.
///
/// Message keys are chosen by the client, so two members may choose the same one:
/// a key means something only together with its owner.
public struct Key<Entity>: Hashable, Sendable, CustomStringConvertible {
    fileprivate let form: KeyForm

    /// Fails on anything but 1–64 characters of `A–Z a–z 0–9 - _`.
    public init?(_ text: String) {
        guard let form = KeyForm(text) else { return nil }
        self.form = form
    }

    /// The same key of what shares it: a turn and its charge.
    public init<Other>(_ other: Key<Other>) { self.init(other.form) }

    private init(_ form: KeyForm) { self.form = form }

    /// A random UUID, version 4.
    public static func random() -> Key { Key(.uuid(.random())) }

    public var text: String {
        switch form {
        case .uuid(let uuid): uuid.text
        case .text(let text): text
        }
    }

    public var description: String { text }
}

/// A process holds very many keys: what it remembers of a turn is mostly those. As text a UUID takes five times as much.
private enum KeyForm: Hashable, Sendable {
    case uuid(UUIDValue)
    /// Anything else, also a UUID in upper case: it is another key.
    case text(String)

    init?(_ text: String) {
        if let uuid = UUIDValue(text) {
            self = .uuid(uuid)
        } else {
            guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy(\.isOfKey) else { return nil }
            self = .text(text)
        }
    }
}

extension UInt8 {
    /// One of `A–Z a–z 0–9 - _`.
    var isOfKey: Bool {
        switch self {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
