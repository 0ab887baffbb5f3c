import HTTP
import Wire

/// A language that every word of the product exists in.
enum Language: String, Sendable {
    case english = "en"
    case chinese = "zh"

    /// The `language` cookie if the reader chose one, else the first of the two in `Accept-Language`.
    init(of request: Request) {
        let cookie = request.cookies.all("language").firstNonNil(Language.init(rawValue:))
        self = cookie ?? Self.accepted(request.headers["accept-language"] ?? "")
    }

    private static func accepted(_ header: String) -> Language {
        for tag in header.split(separator: ",") {
            let tag = tag.trimming(" ").lowercased()
            if tag.hasPrefix("zh") { return .chinese }
            if tag.hasPrefix("en") { return .english }
        }
        return .english
    }
}

extension Substring {
    fileprivate func trimming(_ character: Character) -> Substring { drop { $0 == character } }
}
