import Domain
import HTTP
import JSON
import Web
import Wire

/// What the member has chosen for every chat: instructions, and what clients keep (mirror.md B3).
struct MemberSettings: Sendable {
    let preferences: any PreferenceStore

    var routes: [Route] {
        [
            Route(.get, "/backend-api/user_system_messages", .member, instructions),
            Route(.post, "/backend-api/user_system_messages", .member, takes: InstructionsChange.body, instruct),
            Route(.patch, "/backend-api/user_system_messages", .member, takes: InstructionsChange.body, instruct),
            Route(.get, "/backend-api/settings/user", .member, settings),
            Route(.patch, "/backend-api/settings/user", .member, takes: .json([]), set),
        ]
    }

    private func instructions(_ call: Call) async throws(ChatError) -> Response {
        .json(try await preferences.instructions(of: call.user.id).json)
    }

    /// What is not named stays as it is.
    private func instruct(_ call: Call) async throws(ChatError) -> Response {
        let change = try InstructionsChange(await call.fields())
        return .json(try await preferences.change(change, of: call.user.id).json)
    }

    private func settings(_ call: Call) async throws(ChatError) -> Response {
        .json(Self.json(of: try await preferences.preferences(of: call.user.id)))
    }

    private func set(_ call: Call) async throws(ChatError) -> Response {
        let changed = try await call.fields().preferences
        return .json(Self.json(of: try await preferences.set(changed, of: call.user.id)))
    }

    private static func json(of preferences: [Preference]) -> JSONValue {
        [
            "settings": .object(preferences.map { .init(Text($0.name), $0.value) }), "announcements": [:],
            "eligible_announcements": [], "beta_settings": [:],
        ]
    }
}

extension Instructions {
    /// Two texts say all that the fields of ChatGPT's form say.
    fileprivate var json: JSONValue {
        [
            "object": "user_system_message_detail", "enabled": .bool(isEnabled),
            "about_user_message": .string(aboutUser), "about_model_message": .string(aboutAnswers),
            "name_user_message": "", "role_user_message": "", "traits_model_message": "", "other_user_message": "",
            "personality_type_selection": nil, "disabled_tools": [],
        ]
    }
}

extension InstructionsChange {
    private static let names = ["enabled", "about_user_message", "about_model_message"]
    /// Those that are answered empty: nothing that a person wrote there may be lost unsaid.
    private static let unkept = [
        "name_user_message", "role_user_message", "traits_model_message", "other_user_message",
        "personality_type_selection", "disabled_tools",
    ]

    fileprivate static let body = BodyShape.json(
        [FieldShape("enabled", .flag, sample: true)]
            + ["about_user_message", "about_model_message"].map {
                FieldShape($0, .text(longest: Instructions.longest), sample: "text")
            })

    fileprivate init(_ fields: Fields) throws(ChatError) {
        self.init()
        isEnabled = try fields.bool("enabled")
        aboutUser = try fields.instruction("about_user_message")
        aboutAnswers = try fields.instruction("about_model_message")
        for name in Self.unkept {
            guard let value = fields.value(Text(name)), value != "", value != [] else { continue }
            throw .invalid(field: name, .notSupported)
        }
        guard isEnabled != nil || aboutUser != nil || aboutAnswers != nil else {
            throw .invalid(field: "body", .noneOf(Self.names))
        }
    }
}

extension Fields {
    /// Trimmed; several lines, and no control character but those that make them.
    fileprivate func instruction(_ name: String) throws(ChatError) -> String? {
        guard let text = try string(name, upTo: Instructions.longest)?.trimmed else { return nil }
        let isPlain = text.unicodeScalars.allSatisfy {
            $0.properties.generalCategory != .control || $0 == "\n" || $0 == "\r" || $0 == "\t"
        }
        guard isPlain else { throw .invalid(field: name, .holdsControlCharacters) }
        return text
    }

    fileprivate var preferences: [Preference] {
        get throws(ChatError) {
            let members = object.members ?? []
            guard !members.isEmpty else { throw .invalid(field: "body", .empty) }
            var preferences: [Preference] = []
            for member in members { preferences.append(try preference(named: member.key.string)) }
            return preferences
        }
    }

    private func preference(named name: String) throws(ChatError) -> Preference {
        // Its name goes into the words of a refusal only when it is one.
        guard Key<Preference>(name) != nil else { throw .invalid(field: "body", .notAKey) }
        guard let value = value(Text(name)) else { return Preference(name: name, value: .null) }
        switch value {
        case .bool: break
        case .string: _ = try string(name)
        case .number:
            guard value.integer != nil else { throw .invalid(field: name, .not(.wholeNumber)) }
        default: throw .invalid(field: name, .not(.text))
        }
        return Preference(name: name, value: value)
    }
}
