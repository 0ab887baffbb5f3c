package import HTTP
package import JSON
package import Wire

extension Sequence {
    /// The first element that `transform` makes something of.
    package func firstNonNil<Result>(_ transform: (Element) -> Result?) -> Result? {
        for element in self { if let result = transform(element) { return result } }
        return nil
    }
}

extension Request {
    package var cookies: Cookies { Cookies(headers.all("cookie")) }
    package var items: Query { Query(query) }

    /// Is a body announced, of any length but none?
    package var hasBody: Bool { headers["transfer-encoding"] != nil || (headers["content-length"] ?? "0") != "0" }

    /// Is the body of a type that a form of another site can send? A form always names one (WHATWG HTML, §4.10.21.8).
    package var isForm: Bool {
        let type = (headers["content-type"] ?? "").before(UInt8(ascii: ";")).trimmed.asciiLowercased
        let forms: [Text] = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"]
        return forms.contains(type)
    }

    /// Is the body a form that may have files in it?
    package var isFormWithFiles: Bool {
        (headers["content-type"] ?? "").before(UInt8(ascii: ";")).trimmed.asciiLowercased == "multipart/form-data"
    }

    /// Whether its head has more combining marks in a row than anybody writes.
    package var hasAbsurdMarks: Bool {
        headers.hasAbsurdMarks || items.pairs.contains { $0.name.hasAbsurdMarks || $0.value.hasAbsurdMarks }
            || parameters.values.contains { $0.hasAbsurdMarks }
    }
}

extension Text {
    /// Whether it has more combining marks in a row than anybody writes.
    package var hasAbsurdMarks: Bool { MarkRun.isAbsurd(in: utf8) }
}

extension Request {
    /// Does the client take gzip (RFC 9110, §12.5.3)?
    package var acceptsGzip: Bool {
        let codings = headers.all("accept-encoding").flatMap { $0.asciiLowercased.split(separator: UInt8(ascii: ",")) }
        let names: [Text] = ["gzip", "*"]
        for name in names {
            for coding in codings {
                let parts = coding.split(separator: UInt8(ascii: ";")).map(\.trimmed)
                guard parts.first == name else { continue }
                let weight = parts.dropFirst().first { $0.hasPrefix("q=") }
                return weight.flatMap { Double($0.string.dropFirst(2)) } ?? 1 > 0
            }
        }
        return false
    }
}

extension Result {
    /// The outcome of `body`, with its typed error.
    package init(catching body: () async throws(Failure) -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
