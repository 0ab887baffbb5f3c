/// The hosts that may be reached although their addresses are not public: `upstream.allow_private`.
struct PrivateHosts: Sendable {
    private let names: Set<String>

    /// Names or addresses, each with `:port` if it is for that port alone; IPv6 in brackets when a port follows.
    init(_ names: Set<String>) {
        self.names = Set(names.map { Self.canonical($0) })
    }

    /// `host` as in a URL, IPv6 without brackets.
    func allow(_ host: String, port: Int) -> Bool {
        let host = Self.canonical(host)
        return names.contains(host) || names.contains("\(host):\(port)") || names.contains("[\(host)]:\(port)")
    }

    private static func canonical(_ name: String) -> String {
        var name = name.lowercased()[...]
        if name.hasPrefix("["), name.hasSuffix("]") { name = name.dropFirst().dropLast() }
        while name.hasSuffix(".") { name = name.dropLast() }
        return String(name)
    }
}
