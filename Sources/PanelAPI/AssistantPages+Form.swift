import Domain
import JSON
import Web
import Wire

extension Form where Value == (String, AssistantChange) {
    static let newAssistant = Form(
        Field.name("name", upTo: Assistant.longestName).required(),
        Field.line("description", upTo: Assistant.longestDescription),
        Field.words("instruction", upTo: Assistant.longestInstruction), Field.line("model", upTo: 255),
        Field.starters, Field.line("group", upTo: 64), Field.flag("enabled"),
        Field.integer("order", in: 0...Int64(Assistant.mostOrder)), Field.picture
    ) { name, description, instruction, model, starters, group, isEnabled, order, picture in
        var change = AssistantChange()
        (change.description, change.instruction, change.starters) = (description, instruction, starters)
        (change.model, change.group) = (model.map(\.ifAny), group.map(\.ifAny))
        (change.isEnabled, change.order) = (isEnabled, order.map { Int($0) })
        change.picture = picture
        return (name, change)
    }
}

extension Form where Value == (ID<Assistant>, AssistantChange) {
    static let assistantChange = Form(
        Field.id("id").required(), Field.integer("version", in: 1...Int64(Int32.max)),
        Field.name("name", upTo: Assistant.longestName),
        Field.line("description", upTo: Assistant.longestDescription),
        Field.words("instruction", upTo: Assistant.longestInstruction), Field.line("model", upTo: 255),
        Field.starters, Field.line("group", upTo: 64), Field.flag("enabled"),
        Field.integer("order", in: 0...Int64(Assistant.mostOrder)), Field.picture.orNull()
    ) { id, version, name, description, instruction, model, starters, group, isEnabled, order, picture in
        var change = AssistantChange()
        (change.name, change.description, change.instruction) = (name, description, instruction)
        (change.model, change.group, change.starters) = (model.map(\.ifAny), group.map(\.ifAny), starters)
        (change.isEnabled, change.order, change.picture) = (isEnabled, order.map { Int($0) }, picture)
        change.version = version.map { Int($0) }
        return (id, change)
    }
}

extension Field where Value == String? {
    /// Text of several lines, trimmed; it may be empty, and holds no control character but those that make lines.
    static func words(_ name: String, upTo limit: Int) -> Field<String?> {
        Field(FieldShape(name, .text(longest: limit), sample: "words")) { fields throws(ChatError) in
            guard let text = try fields.string(name, upTo: limit * 4)?.trimmed else { return nil }
            guard text.unicodeScalars.count <= limit else {
                throw .invalid(field: name, .longerThan(limit, .characters))
            }
            let isPlain = text.unicodeScalars.allSatisfy {
                $0.properties.generalCategory != .control || $0 == "\n" || $0 == "\r" || $0 == "\t"
            }
            guard isPlain else { throw .invalid(field: name, .holdsControlCharacters) }
            return text
        }
    }
}

extension Field where Value == [String]? {
    /// Questions to begin with; empty ones are left out.
    static let starters = Field(FieldShape("starters", .list, sample: ["What can you do?"])) {
        fields throws(ChatError) in
        guard let elements = try fields.array("starters") else { return nil }
        guard elements.count <= Assistant.mostStarters else {
            throw .invalid(field: "starters", .tooManyValues(most: Assistant.mostStarters))
        }
        var starters: [String] = []
        for element in elements {
            guard element.text != nil else { throw .invalid(field: "starters", .not(.texts)) }
            let line = try Fields(["starters": element]).line("starters", upTo: Assistant.longestStarter)
            if let line, !line.isEmpty { starters.append(line) }
        }
        return starters
    }
}

extension Field where Value == SitePicture? {
    /// In base64.
    static let picture = Field(
        FieldShape("picture", .text(longest: longestPicture), sample: .string(Base64.encode(smallest)))
    ) { fields throws(ChatError) in
        guard let value = fields.value("picture") else { return nil }
        guard let text = value.text else { throw .invalid(field: "picture", .not(.text)) }
        guard text.byteCount <= longestPicture else {
            throw .invalid(field: "picture", .longerThan(SitePicture.mostBytes, .bytes))
        }
        guard let bytes = Base64.decode(text) else { throw .invalid(field: "picture", .notAPicture) }
        return try SitePicture(bytes)
    }

    private static let longestPicture = (SitePicture.mostBytes + 2) / 3 * 4

    /// A PNG of one pixel as far as its header goes.
    private static let smallest: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
        + [0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1F, 0x15, 0xC4, 0x89]
}

extension String {
    /// Nil for an empty one.
    fileprivate var ifAny: String? { isEmpty ? nil : self }
}
