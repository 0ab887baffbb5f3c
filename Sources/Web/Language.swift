package import HTTP
import JSON
import Wire

/// A language that every word of the product exists in.
package enum Language: String, Sendable {
    case english = "en"
    case chinese = "zh"

    /// The `language` cookie if the reader chose one, else the first of the two in `Accept-Language`.
    package init(of request: Request) {
        let cookie = request.cookies.all("language").firstNonNil(Language.init)
        self = cookie ?? Self.accepted(request.headers["accept-language"] ?? "")
    }

    private static func accepted(_ header: Text) -> Language {
        for tag in header.split(separator: UInt8(ascii: ",")) {
            let tag = tag.trimmed.asciiLowercased
            if tag.hasPrefix("zh") { return .chinese }
            if tag.hasPrefix("en") { return .english }
        }
        return .english
    }
}
