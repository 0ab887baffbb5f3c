public import JSON
public import Wire

/// The tree of the path segments of all patterns. What stands at its places are numbers of values.
@usableFromInline
struct RouteTree: Sendable {
    private var places = [Place()]
    /// Where the patterns without names end: most requests need no walk.
    private var literals: [String: Int] = [:]

    private struct Place {
        var literals: [String: Int] = [:]
        var name: String?
        /// The place that stands for every value of the name.
        var named: Int?
        /// The name of whatever is left of a path, and its place.
        var rest: (name: String, place: Int)?
        var values: [Method: Int] = [:]
    }

    @usableFromInline
    init() {}

    @usableFromInline
    mutating func add(_ method: Method, _ pattern: String, _ value: Int) {
        var place = 0
        for segment in Self.segments(pattern) {
            switch segment.first {
            case UInt8(ascii: ":"): place = named(segment.dropFirst(), at: place)
            case UInt8(ascii: "*"): place = rest(segment.dropFirst(), at: place)
            default: place = literal(segment, at: place)
            }
        }
        precondition(places[place].values[method] == nil, "two routes for one method and pattern")
        places[place].values[method] = value
        if !pattern.utf8.contains(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "*") }) {
            literals[pattern] = place
        }
    }

    private mutating func rest(_ name: Substring.UTF8View, at place: Int) -> Int {
        let name = String(Substring(name))
        if let rest = places[place].rest {
            precondition(rest.name == name, "two names for one rest")
            return rest.place
        }
        places.append(Place())
        places[place].rest = (name, places.count - 1)
        return places.count - 1
    }

    private mutating func named(_ name: Substring.UTF8View, at place: Int) -> Int {
        let name = String(Substring(name))
        precondition(places[place].name == nil || places[place].name == name, "two names for one segment")
        places[place].name = name
        if let named = places[place].named { return named }
        places.append(Place())
        places[place].named = places.count - 1
        return places.count - 1
    }

    private mutating func literal(_ segment: Substring.UTF8View, at place: Int) -> Int {
        let segment = String(Substring(segment))
        if let next = places[place].literals[segment] { return next }
        places.append(Place())
        places[place].literals[segment] = places.count - 1
        return places.count - 1
    }

    /// The place of a path that has values for some method.
    @usableFromInline
    func find(_ path: String, _ parameters: inout [String: Text]) -> Int? {
        literals[path] ?? find(Self.segments(path)[...], from: 0, &parameters)
    }

    private func find(_ segments: ArraySlice<Substring.UTF8View>, from place: Int, _ parameters: inout [String: Text])
        -> Int?
    {
        guard let first = segments.first else { return places[place].values.isEmpty ? nil : place }
        let text = Substring(first)
        if let next = places[place].literals[String(text)],
            let found = find(segments.dropFirst(), from: next, &parameters)
        {
            return found
        }
        if let name = places[place].name, let next = places[place].named, !first.isEmpty,
            let value = percentDecoded(text), let found = find(segments.dropFirst(), from: next, &parameters)
        {
            parameters[name] = value
            return found
        }
        guard let rest = places[place].rest, !first.isEmpty,
            let value = percentDecoded(segments.map { String(Substring($0)) }.joined(separator: "/")[...])
        else { return nil }
        parameters[rest.name] = value
        return rest.place
    }

    @usableFromInline
    func value(of method: Method, at place: Int) -> Int? {
        places[place].values[method] ?? (method == .head ? places[place].values[.get] : nil)
    }

    /// In the order of their names.
    @usableFromInline
    func methods(at place: Int) -> [Method] {
        places[place].values.keys.sorted { $0.name < $1.name }
    }

    /// Split as bytes: a combining character after a slash would make one character of the two.
    private static func segments(_ path: String) -> [Substring.UTF8View] {
        Array(path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst())
    }
}
