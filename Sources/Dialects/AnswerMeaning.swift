internal import Domain
internal import JSON

/// What a format makes of the values of an answer, one by one.
protocol AnswerMeaning: Sendable {
    /// What the value says. `type`: what its event is called.
    mutating func read(_ value: JSONValue, hasHalves: Bool, type: Text?) -> ValueMeaning
    /// What is left when nothing more comes. `isWhole`: of calls that have no arguments, too.
    mutating func end(isWhole: Bool) -> [ReplyEvent]

    /// How much of what the account may do is used, as the answer told last.
    var windows: [UsageWindow] { get }

    /// What goes back of the value that was just read, in an answer that goes back in `form`: one of the format's own events, or a whole
    /// answer. `came`: whether the answer came in that form.
    func raw(_ value: JSONValue, as form: RawForm, came: Bool) -> JSONValue?
    /// Whether the value is one of the format's own events, or of its whole answers.
    static func isRaw(_ value: JSONValue, _ form: RawForm) -> Bool
    /// Whether an answer may end without its finish reason being the last word of all: the end of the body is its end.
    static var endsWithBody: Bool { get }
    /// Whether `[DONE]` is the end, also without a finish reason.
    static var endsAtDone: Bool { get }
    /// Whether an answer that is one JSON text is whole by itself.
    static var isWholeWithoutReason: Bool { get }
    /// Whether a page instead of an answer asks for a person.
    static var pagesWantPersons: Bool { get }
}

extension AnswerMeaning {
    var windows: [UsageWindow] { [] }

    /// As it came.
    func raw(_ value: JSONValue, as form: RawForm, came: Bool) -> JSONValue? {
        // Not `? value : nil`, which is JSON's null.
        guard came, Self.isRaw(value, form) else { return nil }
        return value
    }

    static func isRaw(_ value: JSONValue, _ form: RawForm) -> Bool { true }

    static var endsAtDone: Bool { false }
    static var isWholeWithoutReason: Bool { false }
    static var pagesWantPersons: Bool { false }
}

/// What one value of an answer says.
struct ValueMeaning: Sendable {
    var events: [ReplyEvent] = []
    var finish: FinishReason?
    /// The last that comes.
    var isLast = false
    var error: ErrorBody?
    /// What is said instead of an answer without being called an error; it counts when no answer comes.
    var remark: ErrorBody?
    /// Why it is no answer, for an administrator.
    var bad: String?
    /// Why nobody may ask the account again before a person has looked, for an administrator.
    var wantsPerson: String?
    /// Whether there was anything that an answer has.
    var isAnswer = false
}
