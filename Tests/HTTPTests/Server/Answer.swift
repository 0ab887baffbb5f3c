/// A response as a client sees it.
struct Answer: Equatable {
    let status: Int
    /// Names in lower case.
    let headers: [String: String]
    let body: String

    /// The first complete response in `bytes` and its length.
    static func parse(_ bytes: [UInt8], toHead: Bool) -> (Answer, length: Int)? {
        guard let headEnd = position(of: "\r\n\r\n", in: bytes, from: 0) else { return nil }
        let lines = String(decoding: bytes[..<headEnd], as: UTF8.self).components("\r\n")
        guard let status = Int(lines[0].split(separator: " ")[1]) else { return nil }
        let fields = lines.dropFirst().map { $0.split(separator: ":", maxSplits: 1) }
        let headers = Dictionary(fields.map { ($0[0].lowercased(), String($0[1].dropFirst())) }) { $0 + "|" + $1 }
        let start = headEnd + 4
        if toHead || status < 200 || status == 204 || status == 304 {
            return (Answer(status: status, headers: headers, body: ""), start)
        }
        if headers["transfer-encoding"] == "chunked" {
            guard let (body, end) = dechunked(bytes, from: start) else { return nil }
            return (Answer(status: status, headers: headers, body: String(decoding: body, as: UTF8.self)), end)
        }
        guard let length = headers["content-length"].flatMap({ Int($0) }), bytes.count >= start + length else {
            return nil
        }
        let body = String(decoding: bytes[start..<start + length], as: UTF8.self)
        return (Answer(status: status, headers: headers, body: body), start + length)
    }

    private static func dechunked(_ bytes: [UInt8], from start: Int) -> (body: [UInt8], end: Int)? {
        var body: [UInt8] = []
        var index = start
        while let lineEnd = position(of: "\r\n", in: bytes, from: index) {
            guard let size = Int(String(decoding: bytes[index..<lineEnd], as: UTF8.self), radix: 16) else { return nil }
            let data = lineEnd + 2
            guard bytes.count >= data + size + 2 else { return nil }
            if size == 0 { return (body, data + 2) }
            body.append(contentsOf: bytes[data..<data + size])
            index = data + size + 2
        }
        return nil
    }

    private static func position(of text: String, in bytes: [UInt8], from start: Int) -> Int? {
        let pattern = Array(text.utf8)
        guard bytes.count >= start + pattern.count else { return nil }
        return (start...bytes.count - pattern.count).first { bytes[$0..<$0 + pattern.count].elementsEqual(pattern) }
    }
}

extension String {
    /// The parts between `separator`s. Bytes, not characters: `\r\n` is one character.
    func components(_ separator: String) -> [String] {
        var parts: [String] = [""]
        for scalar in unicodeScalars {
            parts[parts.count - 1].unicodeScalars.append(scalar)
            if parts[parts.count - 1].unicodeScalars.reversed().starts(with: separator.unicodeScalars.reversed()) {
                parts[parts.count - 1].unicodeScalars.removeLast(separator.unicodeScalars.count)
                parts.append("")
            }
        }
        return parts
    }
}
