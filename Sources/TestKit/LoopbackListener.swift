import Glibc

/// A socket that listens on a port of the loopback that nobody else has, not inherited by children.
func listenOnLoopback() -> (descriptor: Int32, port: UInt16) {
    let (listener, port) = bindToLoopback()
    guard listen(listener, 128) == 0 else { preconditionFailure("cannot listen on the loopback") }
    return (listener, port)
}

private func bindToLoopback() -> (descriptor: Int32, port: UInt16) {
    let bound = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let port = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            guard bind(bound, address, length) == 0, getsockname(bound, address, &length) == 0 else {
                preconditionFailure("no port left on the loopback")
            }
        }
        return UInt16(bigEndian: pointer.pointee.sin_port)
    }
    return (bound, port)
}

/// A port of the loopback that refuses every connection. It is held: one that was let go may be somebody else's a moment later.
public final class ClosedPort: Sendable {
    public let port: UInt16
    private let descriptor: Int32

    public init() { (descriptor, port) = bindToLoopback() }

    deinit { close(descriptor) }

    /// As `allow_private` wants it.
    public var host: String { "127.0.0.1:\(port)" }
}
