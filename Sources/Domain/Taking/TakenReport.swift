internal import JSON

/// What came of an import, so that a member can check it against the old account (chatgpt-export.md §8).
struct TakenReport: Sendable {
    var new = 0
    var extended = 0
    var unchanged = 0
    var skipped = 0
    var messages = 0
    var filesTaken = 0
    var filesMissing = 0
    private var reasons: [ImportReason: (count: Int, chats: [String])] = [:]
    private var unknown: Set<String> = []
    private var cuts: [(file: String, after: String)] = []

    private static let mostTitles = 20
    private static let mostNames = 50

    var chats: Int { new + extended + unchanged + skipped }

    /// `title` is that of a chat, or a file's name.
    mutating func note(_ reason: ImportReason, of title: String, times count: Int = 1) {
        var entry = reasons[reason] ?? (0, [])
        entry.count += count
        if entry.chats.count < Self.mostTitles, entry.chats.last != title {
            entry.chats.append(Self.short(title))
        }
        reasons[reason] = entry
    }

    mutating func note(_ chat: ForeignChat, titled title: String) {
        for (reason, count) in chat.reasons { note(reason, of: title, times: count) }
        for name in chat.unknown where unknown.count < Self.mostNames { unknown.insert(name) }
    }

    /// A file ends before its end, after this chat.
    mutating func noteCut(_ file: String, after title: String) {
        if cuts.count < Self.mostTitles { cuts.append((Self.short(file), Self.short(title))) }
    }

    private static func short(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(100)))
    }

    var json: JSONValue {
        let found = ImportReason.allCases.compactMap { reason -> JSONValue? in
            guard let entry = reasons[reason] else { return nil }
            return [
                "reason": .string(reason.rawValue), "count": .integer(entry.count),
                "chats": .array(entry.chats.map { .string($0) }),
            ]
        }
        return [
            "chats": [
                "new": .integer(new), "extended": .integer(extended), "unchanged": .integer(unchanged),
                "skipped": .integer(skipped),
            ],
            "messages": .integer(messages),
            "files": ["taken": .integer(filesTaken), "missing": .integer(filesMissing)],
            "skipped": .array(found), "unknown": .array(unknown.sorted().map { .string($0) }),
            "cut": .array(cuts.map { ["file": .string($0.file), "after": .string($0.after)] }),
        ]
    }
}
