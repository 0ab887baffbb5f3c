/// A mini-program, or whatever else calls as one: its name, and the key that its calls come with.
public struct Application: Sendable, Equatable {
    /// Stands with everything that its users keep: another name is another application, with users of its own.
    public let name: String
    public let key: Secret

    public static let shortestKey = 16
    public static let longestKey = 256

    /// What keeps a list of applications from being one. Holds no key.
    public enum Flaw: Error, Sendable, Equatable {
        /// It has no `name:key` at this place, counted from 1.
        case malformed(Int)
        case shortKey(name: String)
        case longKey(name: String)
        case sameName(String)
        case sameKey(String, String)
    }

    /// Of entries `name:key`. A name is 1–64 of `A–Z a–z 0–9 - _`; a key has 16–256 characters that a header can hold, without spaces.
    public static func list(_ entries: [String]) throws(Flaw) -> [Application] {
        var found: [Application] = []
        for (place, entry) in entries.enumerated() {
            let application = try Application(entry, at: place + 1)
            for other in found {
                guard other.name != application.name else { throw .sameName(application.name) }
                guard other.key != application.key else { throw .sameKey(other.name, application.name) }
            }
            found.append(application)
        }
        return found
    }

    private init(_ entry: String, at place: Int) throws(Flaw) {
        let parts = entry.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let name = Key<Application>(String(Substring(parts[0]))) else {
            throw .malformed(place)
        }
        let key = parts[1]
        guard key.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .malformed(place) }
        guard key.count >= Self.shortestKey else { throw .shortKey(name: name.text) }
        guard key.count <= Self.longestKey else { throw .longKey(name: name.text) }
        self.name = name.text
        self.key = Secret(String(Substring(key)))
    }
}
