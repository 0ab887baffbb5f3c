/// Where a base URL leads: scheme, host and port, for deciding whether a key may stay.
///
/// Two spellings that are not surely the same place count as different, which costs the administrator the typing
/// of a key and nothing else. Bytes: two texts that look alike to Swift may be two hosts.
public struct Origin: Equatable {
    private let scheme: ArraySlice<UInt8>
    private let authority: ArraySlice<UInt8>

    public init(of url: String) {
        let text = url.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
        guard let separator = text.firstRange(of: Array("://".utf8)) else {
            scheme = []
            authority = text[...]
            return
        }
        let scheme = text[..<separator.lowerBound]
        self.scheme = scheme
        let whole = text[separator.upperBound...].prefix { !Self.ends.contains($0) }
        let standardPort = Self.standardPorts.first { scheme.elementsEqual($0.scheme.utf8) }.map { Array($0.port.utf8) }
        let isStandard = standardPort.map { whole.suffix($0.count).elementsEqual($0) } ?? false
        authority = isStandard ? whole.dropLast(standardPort?.count ?? 0) : whole
    }

    private static let ends = Array("/\\?#".utf8)
    private static let standardPorts = [(scheme: "https", port: ":443"), (scheme: "http", port: ":80")]
}
