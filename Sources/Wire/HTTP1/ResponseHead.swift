/// The head of a response, and how it becomes bytes.
public struct ResponseHead: Sendable {
    public let status: Int
    public let headers: Headers

    public init(status: Int, headers: Headers) {
        self.status = status
        self.headers = headers
    }

    /// A field that cannot be sent: a bad name, or a value that would begin another line.
    public struct MalformedField: Error, Sendable {}

    /// Appends status line and fields; the caller appends its own and ends the head. Fields that are the connection's
    /// business (framing, `Connection`, `Date`) are left out. Throws before anything has been appended.
    public func append(to output: inout [UInt8]) throws(MalformedField) {
        guard headers.isSendable, (100...999).contains(status) else { throw MalformedField() }
        output.append(contentsOf: "HTTP/1.1 ".utf8)
        output.append(decimal: status)
        output.append(space)
        output.append(contentsOf: Self.reason(status).utf8)
        output.appendLineEnd()
        headers.append(to: &output, except: Self.isConnectionField)
    }

    private static func isConnectionField(_ bytes: Span<UInt8>, _ name: Range<Int>) -> Bool {
        switch name.count {
        case 4: bytes.isSameWord(name, "date")
        case 7: bytes.isSameWord(name, "trailer") || bytes.isSameWord(name, "upgrade")
        case 10: bytes.isSameWord(name, "connection") || bytes.isSameWord(name, "keep-alive")
        case 12: bytes.isSameWord(name, "x-request-id")
        case 14: bytes.isSameWord(name, "content-length")
        case 17: bytes.isSameWord(name, "transfer-encoding")
        default: false
        }
    }

    public static func reason(_ status: Int) -> String {
        switch status {
        case 100: "Continue"
        case 200: "OK"
        case 201: "Created"
        case 202: "Accepted"
        case 204: "No Content"
        case 206: "Partial Content"
        case 301: "Moved Permanently"
        case 302: "Found"
        case 303: "See Other"
        case 304: "Not Modified"
        case 307: "Temporary Redirect"
        case 308: "Permanent Redirect"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 402: "Payment Required"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 410: "Gone"
        case 412: "Precondition Failed"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 415: "Unsupported Media Type"
        case 416: "Range Not Satisfiable"
        case 417: "Expectation Failed"
        case 422: "Unprocessable Content"
        case 426: "Upgrade Required"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        case 505: "HTTP Version Not Supported"
        default: ""
        }
    }
}

extension [UInt8] {
    public mutating func appendLineEnd() {
        append(carriageReturn)
        append(lineFeed)
    }

    /// Appends a number that is not negative, in decimal.
    public mutating func append(decimal number: Int) {
        precondition(number >= 0)
        if number >= 10 { append(decimal: number / 10) }
        append(UInt8(48 + number % 10))
    }

    /// Appends a number that is not negative, in lower-case hexadecimal.
    public mutating func append(hexadecimal number: Int) {
        precondition(number >= 0)
        if number >= 16 { append(hexadecimal: number / 16) }
        append(hexadecimalDigit(UInt8(number % 16)))
    }
}
