private import Synchronization

/// What is handed on a piece at a time, and wanted whole, or the other way round.
final class HeldBytes: Sendable {
    private let held: Mutex<[UInt8]>

    init(_ bytes: [UInt8] = []) { held = Mutex(bytes) }

    func add(_ piece: [UInt8]) { held.withLock { $0 += piece } }

    /// All of them, once; nil when there are none.
    func take() -> [UInt8]? {
        held.withLock { held in
            defer { held = [] }
            return held.isEmpty ? nil : held
        }
    }
}
