import Synchronization
internal import Transport

/// Counts the connections of all loops, in all and for each address.
final class ConnectionLimits: Sendable {
    private let limit: Int
    private let limitPerAddress: Int
    private let trustedProxies: [CIDR]
    private let total = Atomic<Int>(0)
    private let counts = Mutex<[IPAddress: Int]>([:])

    init(_ options: ServerOptions) {
        limit = options.connections
        limitPerAddress = options.connectionsPerAddress
        trustedProxies = options.trustedProxies
    }

    /// False when there is no room for one more from `address`. What was admitted must leave.
    func admits(_ address: IPAddress) -> Bool {
        guard total.wrappingAdd(1, ordering: .relaxed).newValue <= limit else {
            total.wrappingSubtract(1, ordering: .relaxed)
            return false
        }
        guard !isExempt(address) else { return true }
        let hasRoom = counts.withLock { counts in
            let count = counts[address, default: 0]
            guard count < limitPerAddress else { return false }
            counts[address] = count + 1
            return true
        }
        if !hasRoom { total.wrappingSubtract(1, ordering: .relaxed) }
        return hasRoom
    }

    func leave(_ address: IPAddress) {
        total.wrappingSubtract(1, ordering: .relaxed)
        guard !isExempt(address) else { return }
        counts.withLock { counts in
            let count = counts[address, default: 0]
            counts[address] = count > 1 ? count - 1 : nil
        }
    }

    func isTrusted(_ address: IPAddress) -> Bool { trustedProxies.contains { $0.contains(address) } }

    private func isExempt(_ address: IPAddress) -> Bool { address.isLoopback || isTrusted(address) }
}
