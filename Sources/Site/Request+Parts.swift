import HTTP
import Wire

extension Request {
    var cookies: Cookies { Cookies(headers.all("cookie")) }
    var items: Query { Query(query) }

    /// Is a body announced, of any length but none?
    var hasBody: Bool { headers["transfer-encoding"] != nil || (headers["content-length"] ?? "0") != "0" }

    /// Is the body of a type that a form of another site can send? A form always names one (WHATWG HTML, §4.10.21.8).
    var isForm: Bool {
        let type = (headers["content-type"] ?? "").before(UInt8(ascii: ";")).trimmed.asciiLowercased
        let forms: [Text] = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"]
        return forms.contains(type)
    }

    /// Whether its head has more combining marks in a row than anybody writes.
    var hasAbsurdMarks: Bool {
        headers.hasAbsurdMarks || items.pairs.contains { $0.name.hasAbsurdMarks || $0.value.hasAbsurdMarks }
            || parameters.values.contains { $0.hasAbsurdMarks }
    }
}

extension Text {
    /// Whether it has more combining marks in a row than anybody writes.
    var hasAbsurdMarks: Bool { MarkRun.isAbsurd(in: utf8) }
}
