import Glibc

/// A socket that listens on a port of the loopback that nobody else has, not inherited by children.
func listenOnLoopback() -> (descriptor: Int32, port: UInt16) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let port = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            guard bind(listener, address, length) == 0, listen(listener, 128) == 0,
                getsockname(listener, address, &length) == 0
            else { preconditionFailure("no port left on the loopback") }
        }
        return UInt16(bigEndian: pointer.pointee.sin_port)
    }
    return (listener, port)
}
