internal import Domain
internal import JSON

/// An object of a request, and where it stands. Null counts as absent; what is there and of the wrong kind is refused by its name.
struct RequestFields {
    let value: JSONValue
    /// `messages[2]`; empty for the body itself.
    let path: String

    init(_ value: JSONValue, at path: String = "") throws(Inexpressible) {
        guard value.members != nil else { throw Inexpressible(Text(path.isEmpty ? "body" : path), .not("an object")) }
        self.value = value
        self.path = path
    }

    /// Where a member stands.
    func place(_ name: Text) -> String { path.isEmpty ? name.string : "\(path).\(name)" }

    func refused(_ name: Text, _ reason: Inexpressible.Reason) -> Inexpressible {
        Inexpressible(Text(place(name)), reason)
    }

    subscript(_ name: Text) -> JSONValue? {
        guard let value = value[name], !value.isNull else { return nil }
        return value
    }

    func text(_ name: Text) throws(Inexpressible) -> Text? {
        guard let value = self[name] else { return nil }
        guard let text = value.text else { throw refused(name, .not("a string")) }
        return text
    }

    func requiredText(_ name: Text) throws(Inexpressible) -> Text {
        guard let text = try text(name) else { throw refused(name, .missing) }
        return text
    }

    func bool(_ name: Text) throws(Inexpressible) -> Bool? {
        guard let value = self[name] else { return nil }
        guard let bool = value.bool else { throw refused(name, .not("a boolean")) }
        return bool
    }

    func number(_ name: Text) throws(Inexpressible) -> Double? {
        guard let value = self[name] else { return nil }
        guard let number = value.double, number.isFinite else { throw refused(name, .not("a number")) }
        return number
    }

    /// Also `5.0`, as some languages write 5.
    func integer(_ name: Text, from low: Int? = nil, to high: Int? = nil) throws(Inexpressible) -> Int? {
        guard let value = self[name] else { return nil }
        guard let integer = value.integer.map(Int.init) ?? value.double.flatMap(Int.init(exactly:)) else {
            throw refused(name, .not("an integer"))
        }
        guard integer >= low ?? .min, integer <= high ?? .max else { throw refused(name, .outOfRange(low, high)) }
        return integer
    }

    func array(_ name: Text, most: Int? = nil) throws(Inexpressible) -> [JSONValue]? {
        guard let value = self[name] else { return nil }
        guard let array = value.array else { throw refused(name, .not("an array")) }
        if let most, array.count > most { throw refused(name, .tooMany(most)) }
        return array
    }

    func object(_ name: Text) throws(Inexpressible) -> RequestFields? {
        guard let value = self[name] else { return nil }
        return try RequestFields(value, at: place(name))
    }

    func requiredObject(_ name: Text) throws(Inexpressible) -> RequestFields {
        guard let object = try object(name) else { throw refused(name, .missing) }
        return object
    }
}

// MARK: What every format has

extension RequestFields {
    /// The most tokens of an answer that anybody can want, as New API has it.
    static let mostTokens = 1_073_741_823
    /// Of formats that have no limit of their own.
    static let mostTools = 1024
    /// Bytes of a model's name, and of a tool's.
    private static let longestName = 256

    func modelName() throws(Inexpressible) -> String {
        let model = try requiredText("model")
        guard !model.isEmpty else { throw refused("model", .missing) }
        guard model.byteCount <= Self.longestName else {
            throw refused("model", .malformed("a name has at most \(Self.longestName) bytes"))
        }
        return model.string
    }

    /// A tool's name, which upstreams that take less know by another.
    func toolName() throws(Inexpressible) -> Text {
        let name = try requiredText("name")
        guard (1...Self.longestName).contains(name.byteCount) else {
            throw refused("name", .malformed("a name has 1 to \(Self.longestName) bytes"))
        }
        return name
    }

    func texts(_ name: Text) throws(Inexpressible) -> [Text]? {
        guard let list = try array(name) else { return nil }
        let texts = list.compactMap(\.text)
        guard texts.count == list.count else { throw refused(name, .not("an array of strings")) }
        return texts
    }
}
