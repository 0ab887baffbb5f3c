internal import JSON
internal import Wire

/// Where a Redis server is: `redis://[[user]:password@]host[:port][/number]` or `unix://[[user]:password@]/path[?db=number]`.
///
/// Its description never shows the password.
public struct RedisAddress: Sendable, Equatable {
    let endpoint: Endpoint
    let user: String?
    let password: String?
    let database: Int

    enum Endpoint: Sendable, Equatable {
        case tcp(host: String, port: Int)
        case unix(path: String)
    }

    /// Why a text is no address, without the text: it may hold a password.
    public struct Invalid: Error, Equatable, Sendable, CustomStringConvertible {
        public let description: String
    }

    public init(_ text: String) throws(Invalid) {
        guard let mark = text.firstRange(of: "://") else { throw Self.unknownScheme }
        let rest = text[mark.upperBound...]
        switch text[..<mark.lowerBound] {
        case "redis": try self.init(network: rest)
        case "unix": try self.init(local: rest)
        case "rediss":
            throw Invalid(
                description: "rediss:// needs TLS, which this build has not: use a private network, a tunnel or unix://"
            )
        default: throw Self.unknownScheme
        }
    }

    private init(network rest: Substring) throws(Invalid) {
        let (credentials, location) = Self.split(rest)
        (user, password) = try Self.credentials(credentials)
        let parts = location.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        database = try Self.number(parts.count > 1 ? parts[1] : "")
        var host = parts[0]
        var port: Substring = ""
        if let colon = host.lastIndex(of: ":"), !host[colon...].contains("]") {
            port = host[host.index(after: colon)...]
            host = host[..<colon]
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            throw Invalid(description: "there is no host in it")
        }
        guard let number = port.isEmpty ? 6379 : Int(port), (1...65_535).contains(number) else {
            throw Invalid(description: "its port is no port")
        }
        endpoint = .tcp(host: String(host), port: number)
    }

    private init(local rest: Substring) throws(Invalid) {
        let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let (credentials, path) = Self.split(parts[0])
        (user, password) = try Self.credentials(credentials)
        let number = Query(parts.count > 1 ? String(parts[1]) : nil)["db"]?.string ?? ""
        database = try Self.number(number[...])
        guard path.hasPrefix("/"), path.utf8.count <= 107 else {
            throw Invalid(description: "its path must begin with / and be at most 107 bytes long")
        }
        endpoint = .unix(path: String(path))
    }

    private static let unknownScheme = Invalid(description: "it must begin with redis:// or unix://")

    private static func split(_ text: Substring) -> (credentials: Substring?, location: Substring) {
        guard let at = text.lastIndex(of: "@") else { return (nil, text) }
        return (text[..<at], text[text.index(after: at)...])
    }

    private static func credentials(_ text: Substring?) throws(Invalid) -> (user: String?, password: String?) {
        guard let text else { return (nil, nil) }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let user = percentDecoded(parts[0]), let password = percentDecoded(parts[1]) else {
            throw Invalid(description: "before the @ stands a colon and the password, percent-encoded")
        }
        return (user.isEmpty ? nil : user.string, password.isEmpty ? nil : password.string)
    }

    private static func number(_ text: Substring) throws(Invalid) -> Int {
        if text.isEmpty { return 0 }
        guard let number = Int(text), (0...65_535).contains(number) else {
            throw Invalid(description: "its database is no number")
        }
        return number
    }
}

extension RedisAddress: CustomStringConvertible, CustomReflectable {
    public var description: String {
        switch endpoint {
        case .tcp(let host, let port): "redis://\(host.contains(":") ? "[\(host)]" : host):\(port)/\(database)"
        case .unix(let path): "unix://\(path)?db=\(database)"
        }
    }

    public var customMirror: Mirror { Mirror(self, children: []) }
}
