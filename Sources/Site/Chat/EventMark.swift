import Domain

/// A place in a turn's stream: everything up to this event of the log has been told. The `id:` of our events;
/// opaque to clients.
struct EventMark: Sendable, Equatable, CustomStringConvertible {
    let turn: Key<Turn>
    let number: Int

    init(turn: Key<Turn>, number: Int) {
        self.turn = turn
        self.number = number
    }

    /// Fails on anything that we did not make.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let turn = Key<Turn>(String(parts[0])), let number = Int(parts[1]), number >= 0,
            String(number) == parts[1]
        else { return nil }
        self.init(turn: turn, number: number)
    }

    var description: String { "\(turn).\(number)" }
}
