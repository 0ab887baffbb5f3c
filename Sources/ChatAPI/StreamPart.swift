import Domain
import Web

/// A part of what a viewer is sent. Long texts are not in it: they are fetched and written bit by bit as the reader takes
/// them, because a reader who takes nothing may cost only so much.
enum StreamPart: Sendable, Equatable {
    case bytes([UInt8])
    /// Inside a JSON string: what the events of the turn's log say of that kind, up to and with the event `through`.
    case logged(Message.Kind, through: Int)
    /// Inside a JSON string: a text that others hold as well.
    case text(String)

    /// So much of a text is made bytes at once, or a little more.
    static let mostText = 32 << 10
}
