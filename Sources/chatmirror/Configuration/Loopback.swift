import Foundation

/// Addresses that never leave this machine.
enum Loopback {
    /// Is the origin's host `localhost`, a name below it, 127.0.0.0/8 or ::1?
    static func isOrigin(_ origin: String) -> Bool {
        guard let host = URLComponents(string: origin)?.host else { return false }
        return isHost(host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")).lowercased())
    }

    private static func isHost(_ host: String) -> Bool {
        if host == "localhost" || host.hasSuffix(".localhost") { return true }
        var four = in_addr()
        if inet_pton(AF_INET, host, &four) == 1 { return UInt32(bigEndian: four.s_addr) >> 24 == 127 }
        var six = in6_addr()
        guard inet_pton(AF_INET6, host, &six) == 1 else { return false }
        return withUnsafeBytes(of: six) { $0.dropLast().allSatisfy { $0 == 0 } && $0.last == 1 }
    }
}
