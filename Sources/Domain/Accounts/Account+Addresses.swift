extension Account {
    /// Where questions go.
    public var chatURL: String { Self.url("chat/completions", at: baseURL) }

    /// Where the list of models is.
    public var modelsURL: String { Self.url("models", at: baseURL) }

    /// `/v1` is added to a base URL that names no version. One that ends with an endpoint is meant as it is.
    private static func url(_ endpoint: String, at base: String) -> String {
        var path = base.utf8[...]
        while let first = path.first, first <= 32 { path.removeFirst() }
        while let last = path.last, last <= 32 || last == UInt8(ascii: "/") { path.removeLast() }
        if let end = endpoints.first(where: { path.hasSuffix($0) }) {
            return "\(Substring(path.dropLast(end.utf8.count)))/\(endpoint)"
        }
        return namesVersion(path) ? "\(Substring(path))/\(endpoint)" : "\(Substring(path))/v1/\(endpoint)"
    }

    /// A base URL as it is stored: an endpoint behind a version is cut, and so is a version `/v1` that is the only one, as New API has it.
    public static func storedBaseURL(_ base: String) -> String {
        var path = base.utf8[...]
        while path.last == UInt8(ascii: "/") { path.removeLast() }
        if let end = endpoints.first(where: { path.hasSuffix($0) }), namesVersion(path.dropLast(end.utf8.count)) {
            path = path.dropLast(end.utf8.count)
        }
        while path.last == UInt8(ascii: "/") { path.removeLast() }
        if path.hasSuffix("/v1"), !namesVersion(path.dropLast(3)) { path = path.dropLast(3) }
        while path.last == UInt8(ascii: "/") { path.removeLast() }
        return String(Substring(path))
    }

    private static let endpoints = [
        "/chat/completions", "/completions", "/responses", "/embeddings", "/messages", "/models", "/images/generations",
    ]

    /// Whether a part of the path is a version: `v1`, `v3`, `v1beta`.
    private static func namesVersion(_ url: Substring.UTF8View) -> Bool {
        url.split(separator: UInt8(ascii: "/")).dropFirst(2).contains { part in
            guard part.first == UInt8(ascii: "v") || part.first == UInt8(ascii: "V") else { return false }
            let number = part.dropFirst().prefix { (48...57).contains($0) }
            let rest = part.dropFirst(1 + number.count)
            return !number.isEmpty
                && (rest.isEmpty || rest.starts(with: "alpha".utf8) || rest.starts(with: "beta".utf8))
        }
    }
}

extension Substring.UTF8View {
    fileprivate func hasSuffix(_ text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}
