/// The cookies of a request, by name (RFC 6265, §5.4). Of two with one name the first counts.
public struct Cookies: Sendable {
    private var values: [Substring: Substring] = [:]

    public init(_ headers: [String]) {
        for pair in headers.joined(separator: ";").split(separator: ";") {
            let pair = pair.drop { $0 == " " }
            guard let equals = pair.firstIndex(of: "=") else { continue }
            let name = pair[..<equals]
            if values[name] == nil { values[name] = pair[pair.index(after: equals)...] }
        }
    }

    public subscript(_ name: String) -> String? { values[name[...]].map(String.init) }
}
