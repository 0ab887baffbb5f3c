import Domain
package import HTTP
package import JSON
import Transport
package import Wire

/// What an answer is known by (RFC 9110, §8.8.3), so that a page that holds it need not be sent it again. Weak: the same
/// answer may travel compressed.
package struct Validator: Sendable, Equatable {
    private let text: Text

    /// Of everything that the answer depends on; no part holds a line feed, or the last one alone.
    package init(_ parts: String...) {
        text = "W/\"\(Hexadecimal.encode(SHA256.hash(parts.joined(separator: "\n")).prefix(12)))\""
    }

    /// Does the client hold the answer?
    package func isKnown(to request: Request) -> Bool {
        request.headers.all("if-none-match").contains {
            $0.split(separator: UInt8(ascii: ",")).contains { $0.trimmed == text }
        }
    }

    package var notModified: Response { Response(304, headers: headers) }

    package var headers: Headers { ["etag": text] }
}

extension Response {
    /// The value, or 304 to a client that holds it.
    package static func json(_ value: JSONValue, unlessKnownTo request: Request) -> Response {
        let validator = Validator(value.serialized)
        return validator.isKnown(to: request) ? validator.notModified : .json(value, headers: validator.headers)
    }
}
