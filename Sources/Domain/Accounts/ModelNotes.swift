public import JSON

/// What models are called for people, and what each is good for, as administrators wrote it.
///
/// As JSON: `{"gpt-5": {"name": "GPT-5", "line": "For everyday questions"}}`. Both may be missing or empty. A model that nobody has is
/// no mistake: an account with it may come tomorrow.
public struct ModelNotes: Sendable, Equatable {
    private let notes: [Text: Note]

    public struct Note: Sendable, Equatable {
        /// Empty: the model's own name.
        public var name = ""
        /// One line; may be empty.
        public var line = ""
    }

    public static let none = ModelNotes()
    static let (most, longestName, longestLine) = (256, 64, 160)

    private init() { notes = [:] }

    /// Throws `invalid("value")` for what is no object of such notes. A name twice is refused where JSON is read.
    public init(_ value: JSONValue) throws(ChatError) {
        guard let members = value.members else { throw .invalid(field: "value", .not(.object)) }
        guard members.count <= Self.most else { throw .invalid(field: "value", .tooManyValues(most: Self.most)) }
        var notes: [Text: Note] = [:]
        for member in members { notes[member.key] = try Self.note(member) }
        self.notes = notes
    }

    public subscript(_ model: String) -> Note { notes[Text(model)] ?? Note() }

    private static func note(_ member: JSONValue.Member) throws(ChatError) -> Note {
        let model = member.key.string
        func refuse(_ flaw: Flaw) -> ChatError { .invalid(field: "value", .entry(String(model.prefix(64)), flaw)) }
        guard ModelPattern.isName(model) else { throw refuse(.badModelName) }
        guard let parts = member.value.members else { throw refuse(.not(.object)) }
        var note = Note()
        for part in parts {
            switch part.key.string {
            case "name": note.name = try line(part.value, upTo: longestName, refuse)
            case "line": note.line = try line(part.value, upTo: longestLine, refuse)
            default: throw refuse(.forbiddenName(String(part.key.string.prefix(64)), allowed: ["line", "name"]))
            }
        }
        return note
    }

    /// Text as it is, whatever marks are in it: pages show it as text.
    private static func line(
        _ value: JSONValue, upTo longest: Int, _ refuse: (Flaw) -> ChatError
    ) throws(ChatError) -> String {
        if value.isNull { return "" }
        guard let text = value.text?.string else { throw refuse(.not(.text)) }
        guard text.unicodeScalars.count <= longest else { throw refuse(.longerThan(longest, .characters)) }
        guard !text.hasControlCharacters else { throw refuse(.holdsControlCharacters) }
        return text.unicodeScalars.allSatisfy(\.properties.isWhitespace) ? "" : text
    }
}
