import HTTP
import Wire

extension Request {
    var cookies: Cookies { Cookies(headers.all("cookie")) }
    var items: Query { Query(query ?? "") }
}
