import HTTP
import Wire

extension Sequence {
    /// The first element that `transform` makes something of.
    func firstNonNil<Result>(_ transform: (Element) -> Result?) -> Result? {
        for element in self { if let result = transform(element) { return result } }
        return nil
    }
}

extension Request {
    var cookies: Cookies { Cookies(headers.all("cookie")) }
    var items: Query { Query(query ?? "") }

    /// Is a body announced, of any length but none?
    var hasBody: Bool { headers["transfer-encoding"] != nil || (headers["content-length"] ?? "0") != "0" }

    /// Is the body of a type that a form of another site can send? A form always names one (WHATWG HTML, §4.10.21.8).
    var isForm: Bool {
        let type = (headers["content-type"] ?? "").prefix { $0 != ";" }.lowercased().filter { $0 != " " && $0 != "\t" }
        return ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"].contains(type)
    }
}
