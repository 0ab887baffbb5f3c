public import Wire

/// Finds what stands behind a method and a path. Patterns are literal segments and `:name` segments;
/// a literal wins over a name.
public struct Router<Value: Sendable>: Sendable {
    private var root = RouteNode<Value>()

    public init() {}

    public enum Match: Sendable {
        /// With the values of the `:name` segments, percent-decoded.
        case found(Value, parameters: [String: String])
        case methodNotAllowed(allowed: [Method])
        case notFound
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

/// A place in the tree of path segments.
private struct RouteNode<Value: Sendable>: Sendable {
    private var literals: [String: RouteNode] = [:]
    private var name: String?
    /// None, or one node that stands for every value of the name.
    private var named: [RouteNode] = []
    private(set) var values: [Method: Value] = [:]

    mutating func add(_ segments: ArraySlice<Substring>, _ method: Method, _ value: Value) {
        guard let first = segments.first else {
            precondition(values[method] == nil, "two routes for one method and pattern")
            return values[method] = value
        }
        if first.hasPrefix(":") {
            let name = String(first.dropFirst())
            precondition(self.name == nil || self.name == name, "two names for one segment")
            self.name = name
            if named.isEmpty { named = [RouteNode()] }
            return named[0].add(segments.dropFirst(), method, value)
        }
        literals[String(first), default: RouteNode()].add(segments.dropFirst(), method, value)
    }

    func find(_ segments: ArraySlice<Substring>, _ parameters: inout [String: String]) -> RouteNode? {
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
