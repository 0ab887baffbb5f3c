internal import Glibc

/// The network that an address belongs to, as far as one person usually holds it: /24 of IPv4, /64 of IPv6.
enum NetworkPrefix {
    /// What is no address stands for itself.
    static func of(_ address: String) -> String {
        let bare = String(address.prefix { $0 != "%" })
        if let bytes = bytes(bare, AF_INET, 4) { return version4(bytes[...]) }
        guard let bytes = bytes(bare, AF_INET6, 16) else { return address }
        let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 255 && bytes[11] == 255
        return isMapped ? version4(bytes[12...]) : "6:" + bytes[..<8].map(String.init).joined(separator: ".")
    }

    private static func version4(_ bytes: ArraySlice<UInt8>) -> String {
        "4:" + bytes.prefix(3).map(String.init).joined(separator: ".")
    }

    private static func bytes(_ address: String, _ family: Int32, _ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, address, &bytes) == 1 ? bytes : nil
    }
}
