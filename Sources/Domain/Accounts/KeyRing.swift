internal import JSON

/// The keys of an account that has several. Each has a number that no other key of the account ever gets: what is known of a key, and
/// what the usage log says of it, stays its own when others come and go.
public struct KeyRing: Sendable, Equatable {
    public private(set) var keys: [Key]
    /// The number of the next one.
    private var next: Int

    public struct Key: Sendable, Equatable {
        public let number: Int
        public let secret: Secret
    }

    /// So many keys an account may have.
    public static let most = 1000

    /// Of keys as they were entered, each once.
    public init(_ secrets: [Secret]) {
        (keys, next) = ([], 1)
        append(secrets)
    }

    public var numbers: [Int] { keys.map(\.number) }

    /// Those that are there already are not added.
    public mutating func append(_ secrets: [Secret]) {
        var known = Set(keys.map { Text($0.secret.reveal()) })
        for secret in secrets where known.insert(Text(secret.reveal())).inserted {
            keys.append(Key(number: next, secret: secret))
            next += 1
        }
    }

    public mutating func remove(_ number: Int) { keys.removeAll { $0.number == number } }

    /// These keys alone. One that was there keeps its number.
    public mutating func replace(by secrets: [Secret]) {
        let former = Dictionary(
            keys.map { (Text($0.secret.reveal()), $0.number) }, uniquingKeysWith: { first, _ in first })
        keys = KeyRing(secrets).keys.map { key in
            if let number = former[Text(key.secret.reveal())] { return Key(number: number, secret: key.secret) }
            defer { next += 1 }
            return Key(number: next, secret: key.secret)
        }
    }
}

// MARK: At rest

extension KeyRing {
    private static let head = "keys "

    /// The text that is sealed: `keys` and the number of the next one, then a line for each with its number. No key holds a blank.
    public var stored: Secret {
        let lines = keys.map { "\($0.number) \($0.secret.reveal())" }
        return Secret((["\(Self.head)\(next)"] + lines).joined(separator: "\n"))
    }

    /// Nil for any other text: a key that was entered alone is kept as it is.
    public init?(stored: Secret) {
        let text = stored.reveal()
        guard text.utf8.starts(with: Self.head.utf8) else { return nil }
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"))
        guard let first = lines.first, let next = Int(Substring(first.dropFirst(Self.head.utf8.count))) else {
            return nil
        }
        keys = lines.dropFirst().compactMap { line in
            guard let blank = line.firstIndex(of: UInt8(ascii: " ")), let number = Int(Substring(line[..<blank])) else {
                return nil
            }
            return Key(number: number, secret: Secret(String(Substring(line[line.index(after: blank)...]))))
        }
        self.next = next
    }

    /// The keys in what is kept of an account: none, one or several.
    public static func secrets(in kept: Secret) -> [Secret] {
        if let ring = KeyRing(stored: kept) { return ring.keys.map(\.secret) }
        return kept.isEmpty ? [] : [kept]
    }

    /// One of them, where no question is asked that would wear a key out; empty where there is none.
    static func first(in kept: Secret) -> Secret { secrets(in: kept).first ?? Secret("") }

    /// As it is kept: a key alone is what it is.
    public static func kept(_ secrets: [Secret]) -> Secret {
        let ring = KeyRing(secrets)
        return ring.keys.count > 1 ? ring.stored : ring.keys.first?.secret ?? Secret("")
    }

    /// What is kept of these keys where it takes the place of `former`. An account that had several has a ring from then on, so that no
    /// number comes again.
    static func entered(_ secret: Secret, instead former: Secret?) -> Secret {
        guard var ring = former.flatMap({ KeyRing(stored: $0) }), !secret.isEmpty else { return secret }
        ring.replace(by: secrets(in: secret))
        return ring.stored
    }
}

/// Which of several keys is asked with next.
public enum KeyOrder: String, Sendable, CaseIterable {
    case random
    /// One after the other, in each process.
    case polling
}

extension Secret {
    /// Enough of its end to tell keys apart; nothing of a short one.
    public var tail: String {
        let text = reveal().utf8
        return text.count >= 12 ? String(decoding: text.suffix(4), as: UTF8.self) : ""
    }
}
