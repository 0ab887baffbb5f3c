package import HTTP
internal import JSON
internal import Wire

/// Lets pages of every site call what asks for a key (WHATWG Fetch, §3.2): nothing there rests on what a browser sends by itself.
package enum CrossOrigin {
    package static func allow(_ response: inout Response) {
        response.headers["access-control-allow-origin"] = "*"
        response.headers["access-control-expose-headers"] = "*"
    }

    /// The answer to a browser that asks beforehand.
    package static var preflight: Response {
        Response(
            204,
            headers: [
                "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE",
                "access-control-allow-headers": "authorization, *", "access-control-max-age": "7200",
            ])
    }
}
