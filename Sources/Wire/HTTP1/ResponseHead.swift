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

    /// Appends status line, fields and `extra` (finished lines of the caller's own), and ends the head.
    /// Fields that are the connection's business (framing, `Connection`, `Date`) are left out.
    /// Throws before anything has been appended.
    public func append(to output: inout [UInt8], extra: [UInt8]) throws(MalformedField) {
        var isSound = true
        headers.forEachField { name, value in
            isSound = isSound && !name.isEmpty && name.allSatisfy(isTokenByte) && value.allSatisfy(Self.isValueByte)
        }
        guard isSound, (100...999).contains(status) else { throw MalformedField() }
        output.append(contentsOf: "HTTP/1.1 ".utf8)
        output.append(decimal: status)
        output.append(space)
        output.append(contentsOf: Self.reason(status).utf8)
        output.append(contentsOf: [carriageReturn, lineFeed])
        headers.forEachField { name, value in
            guard !Self.isConnectionField(name) else { return }
            output.append(contentsOf: name)
            output.append(contentsOf: [UInt8(ascii: ":"), space])
            output.append(contentsOf: value)
            output.append(contentsOf: [carriageReturn, lineFeed])
        }
        output.append(contentsOf: extra)
        output.append(contentsOf: [carriageReturn, lineFeed])
    }

    private static func isValueByte(_ byte: UInt8) -> Bool { byte >= 32 && byte != 127 || byte == tab }

    private static func isConnectionField(_ name: ArraySlice<UInt8>) -> Bool {
        switch name.count {
        case 4: isSameWord(name, "date")
        case 7: isSameWord(name, "trailer") || isSameWord(name, "upgrade")
        case 10: isSameWord(name, "connection") || isSameWord(name, "keep-alive")
        case 12: isSameWord(name, "x-request-id")
        case 14: isSameWord(name, "content-length")
        case 17: isSameWord(name, "transfer-encoding")
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
        append(hexadecimalDigits[number % 16])
    }
}
