import Domain
package import JSON
import Web
import Wire

/// A place in a turn's stream: everything up to this event of the log has been told. The `id:` of our events;
/// opaque to clients.
package struct EventMark: Sendable, Equatable, CustomStringConvertible {
    let turn: Key<Turn>
    let number: Int

    init(turn: Key<Turn>, number: Int) {
        self.turn = turn
        self.number = number
    }

    /// Fails on anything that we did not make.
    package init?(_ text: Text) {
        let parts = text.split(separator: UInt8(ascii: "."))
        guard parts.count == 2, let turn = Key<Turn>(parts[0].string), let number = parts[1].integer, number >= 0,
            parts[1] == "\(number)"
        else { return nil }
        self.init(turn: turn, number: number)
    }

    package var description: String { "\(turn).\(number)" }
}
