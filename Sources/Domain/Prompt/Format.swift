public import JSON

/// The form of an answer.
public enum Format: Sendable, Equatable {
    case text
    case jsonObject
    case jsonSchema(AnswerSchema)
    /// One that only this dialect has.
    case other(JSONValue, DialectName)
}
