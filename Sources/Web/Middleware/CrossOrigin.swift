package import HTTP
package import JSON
internal import Wire

/// Lets pages of every site call what asks for a key (WHATWG Fetch, §3.2): nothing there rests on what a browser sends by itself.
package enum CrossOrigin {
    /// `site`: the one whose pages may, or `*`.
    package static func allow(_ site: Text, _ response: inout Response) {
        response.headers["access-control-allow-origin"] = site
        if site != "*" { response.headers.append("vary", "origin") }
        response.headers["access-control-expose-headers"] = "*"
    }

    /// The answer to a browser that asks beforehand. `names`: of headers that are named besides, as old browsers do not know `*`.
    package static func preflight(allowing names: [Text]) -> Response {
        let headers = ["authorization", "content-type"] + names.map(\.string) + ["*"]
        return Response(
            204,
            headers: [
                "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE",
                "access-control-allow-headers": Text(headers.joined(separator: ", ")), "access-control-max-age": "7200",
            ])
    }
}
