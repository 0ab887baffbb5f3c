/// Where a base URL leads: scheme, host and port, for deciding whether a key may stay.
///
/// Two spellings that are not surely the same place count as different, which costs the administrator the typing
/// of a key and nothing else.
struct Origin: Equatable {
    private let scheme: Substring
    private let authority: Substring

    init(of url: String) {
        let text = url.lowercased()
        guard let separator = text.firstRange(of: "://") else {
            scheme = ""
            authority = text[...]
            return
        }
        scheme = text[..<separator.lowerBound]
        let whole = text[separator.upperBound...].prefix { !"/\\?#".contains($0) }
        let standardPort = ["https": ":443", "http": ":80"][String(scheme)]
        authority = standardPort.map { whole.hasSuffix($0) ? whole.dropLast($0.count) : whole } ?? whole
    }
}
