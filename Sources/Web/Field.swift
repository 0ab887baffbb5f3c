package import Domain
package import JSON

/// A field of a form: how it is read, and what a document or a test must know to send one.
package struct Field<Value: Sendable>: Sendable {
    package let shape: FieldShape
    let read: @Sendable (Fields) throws(ChatError) -> Value

    package init(_ shape: FieldShape, _ read: @escaping @Sendable (Fields) throws(ChatError) -> Value) {
        self.shape = shape
        self.read = read
    }

    package func map<Other: Sendable>(
        _ transform: @escaping @Sendable (Value) throws(ChatError) -> Other
    ) -> Field<Other> {
        Field<Other>(shape) { [read] fields throws(ChatError) in try transform(read(fields)) }
    }
}

/// What a field holds.
package struct FieldShape: Sendable, Equatable {
    package let name: String
    package let kind: Kind
    package var isRequired = false
    /// A value that is taken.
    package let sample: JSONValue

    package enum Kind: Sendable, Equatable {
        case text(longest: Int)
        case wholeNumber(ClosedRange<Int64>)
        case flag
        case oneOf([JSONValue])
        case object
        case list
        case file
        /// Of several kinds.
        case any
    }

    package init(_ name: String, _ kind: Kind, sample: JSONValue) {
        self.name = name
        self.kind = kind
        self.sample = sample
    }

    package var required: FieldShape {
        var shape = self
        shape.isRequired = true
        return shape
    }
}

extension Field {
    /// Throws `missing` where there is none.
    package func required<Present>() -> Field<Present> where Value == Present? {
        Field<Present>(shape.required) { [read, name = shape.name] fields throws(ChatError) in
            guard let value = try read(fields) else { throw .invalid(field: name, .missing) }
            return value
        }
    }

    package func or<Present>(_ usual: Present) -> Field<Present> where Value == Present? {
        map { value throws(ChatError) in value ?? usual }
    }

    /// Tells a field that is null from one that is not there, which is nil.
    package func orNull<Present>() -> Field<Present??> where Value == Present? {
        Field<Present??>(shape) { [read, name = Text(shape.name)] fields throws(ChatError) in
            guard fields.has(name) else { return nil }
            return .some(try read(fields))
        }
    }
}

// MARK: Kinds

extension Field {
    /// A name for people (`Fields.name`).
    package static func name(_ name: String, upTo limit: Int = 64) -> Field<String?> where Value == String? {
        Field(FieldShape(name, .text(longest: limit), sample: "name")) { fields throws(ChatError) in
            try fields.name(name, upTo: limit)
        }
    }

    /// As `name`, but may be empty.
    package static func line(_ name: String, upTo limit: Int) -> Field<String?> where Value == String? {
        Field(FieldShape(name, .text(longest: limit), sample: "line")) { fields throws(ChatError) in
            try fields.line(name, upTo: limit)
        }
    }

    /// Any text of at most so many bytes.
    package static func text(_ name: String, upTo limit: Int = 1024, sample: String = "text") -> Field<String?>
    where Value == String? {
        Field(FieldShape(name, .text(longest: limit), sample: .string(sample))) { fields throws(ChatError) in
            try fields.string(name, upTo: limit)
        }
    }

    /// As `text`; an empty one is as good as none.
    package static func secret(_ name: String, upTo limit: Int) -> Field<String?> where Value == String? {
        Field(FieldShape(name, .text(longest: limit), sample: "a secret text")) { fields throws(ChatError) in
            guard let text = try fields.string(name, upTo: limit), !text.isEmpty else { return nil }
            return text
        }
    }

    package static func integer(_ name: String, in range: ClosedRange<Int64>) -> Field<Int64?> where Value == Int64? {
        Field(FieldShape(name, .wholeNumber(range), sample: .integer(range.lowerBound))) { fields throws(ChatError) in
            try fields.integer(name, in: range)
        }
    }

    package static func id<Entity>(_ name: String, of _: Entity.Type = Entity.self) -> Field<ID<Entity>?>
    where Value == ID<Entity>? {
        Field(FieldShape(name, .wholeNumber(1...Int64.max), sample: 1)) { fields throws(ChatError) in
            try fields.id(name)
        }
    }

    package static func ids<Entity>(_ name: String, upTo most: Int, of _: Entity.Type = Entity.self) -> Field<
        [ID<Entity>]?
    >
    where Value == [ID<Entity>]? {
        Field(FieldShape(name, .list, sample: [1])) { fields throws(ChatError) in
            guard let values = try fields.array(name) else { return nil }
            guard values.count <= most else { throw .invalid(field: name, .tooManyValues(most: most)) }
            return try values.map { value throws(ChatError) in
                guard let id = value.integer, id > 0 else { throw .invalid(field: name, .not(.wholeNumber)) }
                return ID(id)
            }
        }
    }

    package static func flag(_ name: String) -> Field<Bool?> where Value == Bool? {
        Field(FieldShape(name, .flag, sample: true)) { fields throws(ChatError) in try fields.bool(name) }
    }

    /// An object, whose own fields another form reads.
    package static func object(_ name: String) -> Field<Fields?> where Value == Fields? {
        Field(FieldShape(name, .object, sample: [:])) { fields throws(ChatError) in
            guard let value = fields.value(Text(name)) else { return nil }
            return try Fields(value)
        }
    }

    /// A word, or a number, that stands for a case.
    package static func word<Word: RawRepresentable & CaseIterable & Sendable>(
        _ name: String, _: Word.Type = Word.self
    ) -> Field<Word?> where Value == Word?, Word.RawValue == String {
        word(name, among: Array(Word.allCases))
    }

    /// The same, where not all of them are taken.
    package static func word<Word: RawRepresentable & Sendable>(_ name: String, among words: [Word]) -> Field<Word?>
    where Value == Word?, Word.RawValue == String {
        let names = words.map(\.rawValue)
        let shape = FieldShape(name, .oneOf(names.map { .string($0) }), sample: .string(names[0]))
        return Field(shape) { fields throws(ChatError) in
            guard let text = try fields.string(name) else { return nil }
            guard let word = words.first(where: { $0.rawValue == text }) else {
                throw .invalid(field: name, .notOneOf(names))
            }
            return word
        }
    }

    package static func number<Word: RawRepresentable & CaseIterable & Sendable>(
        _ name: String, _: Word.Type = Word.self
    ) -> Field<Word?> where Value == Word?, Word.RawValue == Int {
        let numbers = Word.allCases.map(\.rawValue)
        let shape = FieldShape(name, .oneOf(numbers.map { .integer($0) }), sample: .integer(numbers[0]))
        return Field(shape) { fields throws(ChatError) in
            guard let number = try fields.integer(name, in: 0...Int64(Int32.max)) else { return nil }
            guard let word = Word(rawValue: Int(number)) else {
                throw .invalid(field: name, .notOneOf(numbers.map(String.init)))
            }
            return word
        }
    }
}
