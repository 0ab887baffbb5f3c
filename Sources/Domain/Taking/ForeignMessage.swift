internal import JSON

/// What one node of an export says, as far as it is shown (chatgpt-export.md §4, §5).
struct ForeignMessage: Sendable, Equatable {
    let role: Message.Role
    var text = ""
    var thoughts = ""
    var files: [ForeignFile] = []
    var sources: [ForeignSource] = []
    var createdAt: Timestamp?
    var model: String?

    init(_ role: Message.Role) { self.role = role }

    var isEmpty: Bool { text.isEmpty && thoughts.isEmpty && files.isEmpty && sources.isEmpty }
    var byteCount: Int { text.utf8.count + thoughts.utf8.count }
}

/// A file that a message names.
struct ForeignFile: Sendable, Hashable {
    /// `file-…` or `file_…`.
    let id: String
    let name: String?
}

/// A page that an answer rests on.
struct ForeignSource: Sendable, Hashable {
    let title: String
    let address: String

    /// As a line of Markdown; nil for what leads nowhere.
    var line: String? {
        let link = ForeignText.link(title, to: address)
        return link.utf8.last == UInt8(ascii: ")") && link.utf8.first == UInt8(ascii: "[") ? "- \(link)" : nil
    }
}

/// One node of an export's tree.
struct ForeignNode: Sendable {
    let id: Text
    /// Nil: it says that it hangs on nothing.
    let parent: Text?
    /// Whether it says what it hangs on.
    let namesParent: Bool
    let children: [Text]
    /// Nil: nothing of it is shown.
    let message: ForeignMessage?
    /// Why something of it is left out.
    var reasons: [ImportReason] = []
    /// Kinds of content that are not known.
    var unknown: [String] = []

    init(_ id: Text, _ json: JSONValue) {
        self.id = id
        parent = json["parent"]?.text
        namesParent = json["parent"] != nil
        children = json["children"]?.array?.compactMap(\.text) ?? []
        guard let message = json["message"], message.members != nil else {
            self.message = nil
            return
        }
        var reading = ForeignReading(message)
        self.message = reading.read()
        reasons = reading.reasons
        unknown = reading.unknown
    }
}
