import Domain
import HTTP
import JSON
import Web
import Wire

/// Runtime options and the groups that are made by one, as New API's clients know them (new-api.md §9, §15).
struct Options: Sendable {
    let settings: Settings

    static func routes(_ settings: Settings) -> [Route] {
        let options = Options(settings: settings)
        return [
            Route(.get, "/api/option/", .root, options.list),
            Route(.put, "/api/option/", .root, .option, options.set),
            Route(.get, "/api/group/", .admin, options.groups),
        ]
    }

    /// `GET /api/option/`: `[{"key","value"}]`, every value a string.
    func list(_ call: Call) async throws(ChatError) -> Response {
        let options = try await settings.list()
        return .envelope(.array(options.map { ["key": .string($0.name), "value": .string($0.value)] }))
    }

    /// `PUT /api/option/ {"key","value"}`: a string, a number or a flag, stored as a string.
    func set(_ call: Call, _ option: (String, String)) async throws(ChatError) -> Response {
        try await settings.set(option.0, to: option.1, by: call.actor)
        return .envelope()
    }

    /// `GET /api/group/`: an array of names.
    func groups(_ call: Call) async throws(ChatError) -> Response {
        .envelope(.array(try await settings.groups().map { .string($0) }))
    }
}

extension Form where Value == (String, String) {
    static let option = Form(
        Field.text("key", upTo: 128, sample: "ModelWeights").required(), Field.optionValue.required()
    ) { ($0, $1) }
}

extension Field where Value == String? {
    fileprivate static let optionValue = Field(
        FieldShape("value", .text(longest: 60_000), sample: "{}")
    ) { fields throws(ChatError) in
        switch fields.value("value") {
        case .number(let number)?: return number
        case .bool(let flag)?: return flag ? "true" : "false"
        default: return try fields.string("value", upTo: 60_000)
        }
    }
}
