internal import Domain
internal import JSON

/// An object of a request whose members may be written in two ways, `maxOutputTokens` and `max_output_tokens`: Google's own SDK mixes both
/// in one body. They are named here by the first.
struct GeminiFields {
    let fields: RequestFields

    init(_ fields: RequestFields) { self.fields = fields }

    init(_ value: JSONValue, at path: String = "") throws(Inexpressible) {
        fields = try RequestFields(value, at: path)
    }

    var value: JSONValue { fields.value }

    /// As it is written there.
    func spelled(_ name: Text) -> Text {
        guard fields[name] == nil else { return name }
        let other = Self.snake(name)
        return fields[other] == nil ? name : other
    }

    subscript(_ name: Text) -> JSONValue? { fields[spelled(name)] }

    func place(_ name: Text) -> String { fields.place(spelled(name)) }
    func refused(_ name: Text, _ reason: Inexpressible.Reason) -> Inexpressible {
        fields.refused(spelled(name), reason)
    }
    func text(_ name: Text) throws(Inexpressible) -> Text? { try fields.text(spelled(name)) }
    func requiredText(_ name: Text) throws(Inexpressible) -> Text { try fields.requiredText(spelled(name)) }
    func bool(_ name: Text) throws(Inexpressible) -> Bool? { try fields.bool(spelled(name)) }
    func number(_ name: Text) throws(Inexpressible) -> Double? { try fields.number(spelled(name)) }
    func texts(_ name: Text) throws(Inexpressible) -> [Text]? { try fields.texts(spelled(name)) }

    func integer(_ name: Text, from low: Int? = nil, to high: Int? = nil) throws(Inexpressible) -> Int? {
        try fields.integer(spelled(name), from: low, to: high)
    }

    func object(_ name: Text) throws(Inexpressible) -> GeminiFields? {
        try fields.object(spelled(name)).map(GeminiFields.init)
    }

    /// A list; one thing alone is a list of it.
    func list(_ name: Text, most: Int? = nil) throws(Inexpressible) -> [JSONValue] {
        guard let value = self[name] else { return [] }
        if value.members != nil { return [value] }
        return try fields.array(spelled(name), most: most) ?? []
    }

    static func snake(_ name: Text) -> Text {
        var bytes: [UInt8] = []
        for byte in name.utf8 {
            if (65...90).contains(byte) { bytes.append(UInt8(ascii: "_")) }
            bytes.append(byte.asciiLowercased)
        }
        return Text(decoding: bytes)
    }
}

extension JSONValue {
    /// A member of Google's, in either spelling; null counts as absent.
    subscript(google name: Text) -> JSONValue? {
        guard let value = self[name] ?? self[GeminiFields.snake(name)], !value.isNull else { return nil }
        return value
    }
}
