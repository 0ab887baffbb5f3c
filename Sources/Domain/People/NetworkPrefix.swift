internal import Glibc

/// The network that an address belongs to, as far as one person usually holds it: /24 of IPv4, /64 of IPv6.
public enum NetworkPrefix {
    /// What is no address stands for itself.
    public static func of(_ address: String) -> String {
        switch bytes(address) {
        case let bytes? where bytes.count == 4: "4:" + text(bytes.prefix(3))
        case let bytes?: "6:" + text(bytes.prefix(8))
        case nil: address
        }
    }

    /// The /48 of an IPv6 address: what a provider gives to a site, which then has 65,536 networks. Nil for all others.
    public static func site(of address: String) -> String? {
        guard let bytes = bytes(address), bytes.count == 16 else { return nil }
        return "6:" + text(bytes.prefix(6))
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { bytes.map(String.init).joined(separator: ".") }

    /// 4 or 16 bytes; an IPv4 address in IPv6 clothes is the IPv4 address.
    private static func bytes(_ address: String) -> [UInt8]? {
        let bare = String(Substring(address.utf8.prefix { $0 != UInt8(ascii: "%") }))
        if let bytes = bytes(bare, AF_INET, 4) { return bytes }
        guard let bytes = bytes(bare, AF_INET6, 16) else { return nil }
        let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 255 && bytes[11] == 255
        return isMapped ? Array(bytes[12...]) : bytes
    }

    private static func bytes(_ address: String, _ family: Int32, _ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, address, &bytes) == 1 ? bytes : nil
    }
}
