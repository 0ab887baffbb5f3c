public import Wire

/// Finds what stands behind a method and a path. Patterns are literal segments and `:name` segments;
/// a literal wins over a name.
public struct Router<Value: Sendable>: Sendable {
    private var root = Node()

    public init() {}

    public enum Match: Sendable {
        /// With the values of the `:name` segments, percent-decoded.
        case found(Value, parameters: [String: String])
        case methodNotAllowed(allowed: [Method])
        case notFound
    }

    private struct Node: Sendable {
        var literals: [String: Node] = [:]
        var name: String?
        var named: [Node] = []
        var values: [Method: Value] = [:]
    }

    public mutating func add(_ method: Method, _ pattern: String, _ value: Value) {
        root.add(pattern.split(separator: "/", omittingEmptySubsequences: false).dropFirst()[...], method, value)
    }

    /// `path` as it travelled. A GET route answers HEAD too. `/a` and `/a/` are different paths.
    public func match(_ method: Method, _ path: String) -> Match {
        var parameters: [String: String] = [:]
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard let node = root.find(segments[...], &parameters), !node.values.isEmpty else { return .notFound }
        if let value = node.values[method] ?? (method == .head ? node.values[.get] : nil) {
            return .found(value, parameters: parameters)
        }
        return .methodNotAllowed(allowed: node.values.keys.sorted { $0.name < $1.name })
    }
}

extension Router.Node {
    fileprivate mutating func add(_ segments: ArraySlice<Substring>, _ method: Method, _ value: Value) {
        guard let first = segments.first else {
            precondition(values[method] == nil, "two routes for one method and pattern")
            return values[method] = value
        }
        if first.hasPrefix(":") {
            let name = String(first.dropFirst())
            precondition(self.name == nil || self.name == name, "two names for one segment")
            self.name = name
            if named.isEmpty { named = [Self()] }
            return named[0].add(segments.dropFirst(), method, value)
        }
        literals[String(first), default: Self()].add(segments.dropFirst(), method, value)
    }

    fileprivate func find(_ segments: ArraySlice<Substring>, _ parameters: inout [String: String]) -> Self? {
        guard let first = segments.first else { return self }
        if let literal = literals[String(first)], let found = literal.find(segments.dropFirst(), &parameters),
            !found.values.isEmpty
        {
            return found
        }
        guard let name, !first.isEmpty, let value = percentDecoded(first) else { return nil }
        parameters[name] = value
        return named[0].find(segments.dropFirst(), &parameters)
    }
}
