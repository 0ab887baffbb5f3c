internal import CCurl
import Glibc

/// An IPv4 or IPv6 address.
struct NetworkAddress: Equatable, CustomStringConvertible {
    /// 4 or 16, most significant first.
    let bytes: [UInt8]

    /// What the kernel is about to be given; nil for any other family.
    init?(_ address: UnsafePointer<sockaddr>) {
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            bytes = UnsafeRawPointer(address).load(as: sockaddr_in.self).sin_addr.bytes
        case AF_INET6:
            bytes = UnsafeRawPointer(address).load(as: sockaddr_in6.self).sin6_addr.bytes
        default: return nil
        }
    }

    /// A literal: `192.0.2.1`, `2001:db8::1`, without brackets.
    init?(_ text: String) {
        var v4 = in_addr()
        var v6 = in6_addr()
        if inet_pton(AF_INET, text, &v4) == 1 {
            bytes = v4.bytes
        } else if inet_pton(AF_INET6, text, &v6) == 1 {
            bytes = v6.bytes
        } else {
            return nil
        }
    }

    var description: String {
        guard bytes.count == 16 else { return bytes.map { String($0) }.joined(separator: ".") }
        return stride(from: 0, to: 16, by: 2)
            .map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }
            .joined(separator: ":")
    }

    /// Whether it is on the public internet: none of the special-purpose blocks (RFC 6890 and its registries),
    /// nor an IPv6 form that carries an IPv4 address past this check.
    var isPublic: Bool {
        let blocks = bytes.count == 4 ? Self.specialV4 : Self.specialV6
        return !blocks.contains { $0.holds(self) }
    }

    private static let specialV4 = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    ].map(AddressBlock.init)

    private static let specialV6 = [
        "::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23",
        "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    ].map(AddressBlock.init)
}

/// All addresses that begin alike.
private struct AddressBlock {
    let start: [UInt8]
    let prefix: Int

    init(_ text: String) {
        let slash = text.firstIndex(of: "/")!
        start = NetworkAddress(String(text[..<slash]))!.bytes
        prefix = Int(text[text.index(after: slash)...])!
    }

    func holds(_ address: NetworkAddress) -> Bool {
        let whole = prefix / 8
        guard address.bytes[..<whole] == start[..<whole] else { return false }
        guard prefix % 8 > 0 else { return true }
        return (address.bytes[whole] ^ start[whole]) >> (8 - prefix % 8) == 0
    }
}

extension in_addr {
    fileprivate var bytes: [UInt8] { withUnsafeBytes(of: self) { Array($0) } }
}

extension in6_addr {
    fileprivate var bytes: [UInt8] { withUnsafeBytes(of: self) { Array($0) } }
}
