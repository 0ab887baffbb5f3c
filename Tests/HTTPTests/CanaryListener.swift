import Glibc

/// A port on the loopback, of both IP versions, that nobody may ever connect to; it counts who did.
final class CanaryListener {
    let port: UInt16
    private let sockets: [Int32]

    init() {
        var sockets: [Int32] = []
        var port: UInt16 = 0
        // The port that one version gives may be taken in the other.
        repeat {
            for socket in sockets { close(socket) }
            (sockets, port) = ([], 0)
            for family in [AF_INET, AF_INET6] {
                let listener = Self.listen(family, &port)
                if listener >= 0 { sockets.append(listener) }
            }
        } while sockets.count < 2
        (self.sockets, self.port) = (sockets, port)
    }

    deinit { for socket in sockets { close(socket) } }

    /// How many connections have come since the last question.
    var connections: Int {
        var count = 0
        for listener in sockets {
            while case let socket = accept(listener, nil, nil), socket >= 0 {
                close(socket)
                count += 1
            }
        }
        return count
    }

    /// A socket that does not wait, on the loopback; -1 when the port is taken. A port of 0 is chosen by the system.
    private static func listen(_ family: Int32, _ port: inout UInt16) -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let listener = socket(family, kind, 0)
        var storage = sockaddr_storage()
        var length = socklen_t(family == AF_INET ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size)
        withUnsafeMutablePointer(to: &storage) { pointer in
            if family == AF_INET {
                pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                    $0.pointee.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
                    $0.pointee.sin_port = port.bigEndian
                }
            } else {
                pointer.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                    $0.pointee.sin6_addr = in6addr_loopback
                    $0.pointee.sin6_port = port.bigEndian
                }
            }
            pointer.pointee.ss_family = sa_family_t(family)
        }
        let isBound = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && Glibc.listen(listener, 128) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard isBound else {
            close(listener)
            return -1
        }
        port = withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { UInt16(bigEndian: $0.pointee.sin_port) }
        }
        return listener
    }
}
