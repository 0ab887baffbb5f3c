import HTTP
import Wire

extension Request {
    var cookies: Cookies { Cookies(headers.all("cookie")) }
    var items: Query { Query(query ?? "") }

    /// Is a body announced, of any length but none?
    var hasBody: Bool { headers["transfer-encoding"] != nil || (headers["content-length"] ?? "0") != "0" }

    /// `application/json`, with or without parameters.
    var isJSON: Bool {
        let type = (headers["content-type"] ?? "").prefix { $0 != ";" }
        return type.lowercased().filter { $0 != " " && $0 != "\t" } == "application/json"
    }
}
