public import JSON
public import Wire

/// Finds what stands behind a method and a path. Patterns are literal segments, `:name` segments, and at their end `*name` for
/// whatever is left, at least one segment. A literal wins over a name, a name over what is left.
public struct Router<Value: Sendable>: Sendable {
    // Inlinable, so that whoever has routes of his own kind gets code for just that kind.
    @usableFromInline var tree = RouteTree()
    @usableFromInline var values: [Value] = []

    public init() {}

    public enum Match: Sendable {
        /// With the values of the `:name` segments, percent-decoded.
        case found(Value, parameters: [String: Text])
        case methodNotAllowed(allowed: [Method])
        case notFound
    }

    @inlinable
    public mutating func add(_ method: Method, _ pattern: String, _ value: Value) {
        tree.add(method, pattern, values.count)
        values.append(value)
    }

    /// `path` as it travelled. A GET route answers HEAD too. `/a` and `/a/` are different paths.
    @inlinable
    public func match(_ method: Method, _ path: String) -> Match {
        var parameters: [String: Text] = [:]
        guard let node = tree.find(path, &parameters) else { return .notFound }
        guard let number = tree.value(of: method, at: node) else {
            return .methodNotAllowed(allowed: tree.methods(at: node))
        }
        return .found(values[number], parameters: parameters)
    }
}
