package import JSON

/// What the body of a call holds, as the description of the API tells it.
package struct BodyShape: Sendable {
    package let type: String
    package let fields: [FieldShape]
    package let isRequired: Bool
    /// The bytes may also come as the file of a form. A form changes things here, so it needs what no other site's form carries
    /// (`SameOrigin.allowsActing`).
    package private(set) var mayBeFileOfForm = false

    private init(_ type: String, _ fields: [FieldShape], isRequired: Bool = true) {
        self.type = type
        self.fields = fields
        self.isRequired = isRequired
    }

    /// One that no `Form` reads: the fields that a caller must know, of which there may be more.
    package static func json(_ fields: [FieldShape], isRequired: Bool = true) -> BodyShape {
        BodyShape("application/json", fields, isRequired: isRequired)
    }

    /// A form with files in it, as browsers send it.
    package static func multipart(_ fields: [FieldShape]) -> BodyShape { BodyShape("multipart/form-data", fields) }

    /// A form without files, as browsers send it where no script runs. Any site can have a browser send one: for what changes nothing.
    package static func form(_ fields: [FieldShape]) -> BodyShape {
        BodyShape("application/x-www-form-urlencoded", fields)
    }

    package var isForm: Bool { type == Self.form([]).type }

    /// Bytes as they are, whatever they hold.
    package static let bytes = BodyShape("application/octet-stream", [])

    package var isBytes: Bool { type == Self.bytes.type }

    package static let bytesOrFile: BodyShape = {
        var shape = bytes
        shape.mayBeFileOfForm = true
        return shape
    }()

    /// A JSON Schema of it.
    package var schema: JSONValue {
        guard !isBytes else { return [:] }
        var schema: JSONValue = [
            "type": "object", "properties": .object(fields.map { .init(Text($0.name), $0.schema) }),
        ]
        let required = fields.filter(\.isRequired).map { JSONValue.string(Text($0.name)) }
        if !required.isEmpty { schema["required"] = .array(required) }
        return schema
    }
}

extension FieldShape {
    fileprivate var schema: JSONValue {
        var schema: JSONValue =
            switch kind {
            case .text(let longest): ["type": type("string"), "maxLength": .integer(longest)]
            case .wholeNumber(let range):
                [
                    "type": type("integer"), "minimum": .integer(range.lowerBound),
                    "maximum": .integer(range.upperBound),
                ]
            case .flag: ["type": type("boolean")]
            case .oneOf(let values): ["enum": .array(isRequired ? values : values + [nil])]
            case .object: ["type": type("object")]
            case .list: ["type": type("array")]
            case .file: ["type": "string", "contentMediaType": "application/octet-stream"]
            case .any: [:]
            }
        schema["examples"] = [sample]
        return schema
    }

    /// Null is as good as none.
    private func type(_ name: Text) -> JSONValue { isRequired ? .string(name) : [.string(name), "null"] }
}
