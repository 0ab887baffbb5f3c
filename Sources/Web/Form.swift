package import Domain
package import JSON

/// What a request holds, declared once: its fields in the order in which they are read, and what is made of them. What is wrong with a
/// field is a `Flaw`, which has its words in both languages.
package struct Form<Value: Sendable>: Sendable {
    package let shapes: [FieldShape]
    private let parse: @Sendable (Fields) throws(ChatError) -> Value

    package init<each Part: Sendable>(
        _ field: repeat Field<each Part>, make: @escaping @Sendable (repeat each Part) throws(ChatError) -> Value
    ) {
        var shapes: [FieldShape] = []
        for shape in repeat (each field).shape { shapes.append(shape) }
        self.shapes = shapes
        parse = { fields throws(ChatError) in try make(repeat try (each field).read(fields)) }
    }

    /// Throws `invalid` for the first field that is wrong.
    package func read(_ fields: Fields) throws(ChatError) -> Value { try parse(fields) }

    /// A body that is taken: every field that must be there, and with `all` every other one too.
    package func sample(all: Bool = false) -> JSONValue {
        .object(shapes.filter { all || $0.isRequired }.map { .init(Text($0.name), $0.sample) })
    }
}

extension Call {
    /// The body as what the form makes of it. Throws `invalid` or `tooLarge`.
    package func form<Value>(_ form: Form<Value>) async throws(ChatError) -> Value { try await form.read(fields()) }

    /// The same for a call whose body may be left out.
    package func formIfAny<Value>(_ form: Form<Value>) async throws(ChatError) -> Value {
        let bytes = try await body()
        return try form.read(bytes.isEmpty ? Fields([:]) : fields(in: bytes))
    }
}
