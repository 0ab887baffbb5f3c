import Domain
import JSON
import Web

extension AccountForm {
    /// What a caller must know of the fields: those that are read one by one, as some depend on others.
    static let shapes = [
        FieldShape("id", .wholeNumber(1...Int64.max), sample: 1),
        FieldShape("name", .text(longest: 64), sample: "name"),
        FieldShape("type", .oneOf(Provider.all.filter(\.isSupported).map { .integer($0.rawValue) }), sample: 1),
        FieldShape("base_url", .text(longest: 2048), sample: "https://api.openai.com"),
        FieldShape("key", .text(longest: longestLogin), sample: "a secret text"),
        FieldShape("models", .text(longest: 65_536), sample: "gpt-4o,gpt-4o-mini"),
        FieldShape("proxy", .text(longest: 2048), sample: ""),
        FieldShape("priority", .wholeNumber(-1_000_000...1_000_000), sample: 0),
        FieldShape("weight", .wholeNumber(0...1_000_000), sample: 1),
        FieldShape("tag", .text(longest: longestTag), sample: "tag"),
        FieldShape("remark", .text(longest: 255), sample: "line"),
        FieldShape("options", .object, sample: [:]),
    ]

    /// Of an account that there is.
    static let changeShapes = shapes.map { $0.name == "id" ? $0.required : $0 }
}
