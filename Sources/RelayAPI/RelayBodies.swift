import Dialects
import Domain
import JSON
import Web

/// What a caller must know of the bodies of each format. The formats themselves are their providers': what else they hold passes, or is
/// refused by its name.
extension BodyShape {
    static let chat = asking("messages", .list, [["role": "user", "content": "Hello"]])
    static let completions = asking("prompt", .any, "Once")
    static let responses = asking("input", .any, "Hello")
    static let messages = json([
        model.required, FieldShape("max_tokens", .wholeNumber(1...Int64.max), sample: 100).required,
        FieldShape("messages", .list, sample: [["role": "user", "content": "Hello"]]).required, stream,
    ])
    static let counted = json([model.required])
    /// The model stands in the path.
    static let contents = json([])
    static let conversation = json([
        FieldShape("items", .list, sample: []), FieldShape("metadata", .object, sample: [:]),
    ])
    static let items = json([FieldShape("items", .list, sample: []).required])

    /// Of a call that is passed on, whose model may be left out where there is a usual one.
    static func passed(_ endpoint: Endpoint, usual: String?) -> BodyShape {
        let model = usual == nil ? model.required : model
        let file = FieldShape("file", .file, sample: "").required
        return switch endpoint {
        case .transcriptions, .translations: multipart([model, file])
        case .imageEdits:
            multipart([
                model, FieldShape("image", .file, sample: "").required,
                FieldShape("prompt", .text(longest: 65_536), sample: "A bee").required,
            ])
        default: json([model])
        }
    }

    private static let model = FieldShape("model", .text(longest: 1020), sample: "gpt-4o-mini")
    private static let stream = FieldShape("stream", .flag, sample: false)

    private static func asking(_ name: String, _ kind: FieldShape.Kind, _ sample: JSONValue) -> BodyShape {
        json([model.required, FieldShape(name, kind, sample: sample), stream])
    }
}
