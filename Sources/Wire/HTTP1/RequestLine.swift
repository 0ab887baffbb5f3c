internal import JSON

/// `method SP target SP version`, checked.
struct RequestLine: Sendable {
    let method: Method
    let version: RequestHead.Version
    private let target: Range<Int>

    init(_ line: Range<Int>, _ bytes: Span<UInt8>, _ limits: HeadLimits) throws(Refusal) {
        guard let first = bytes.firstIndex(of: space, in: line) else { throw Refusal(400, "no target") }
        try Self.checkMethod(line.lowerBound..<first, bytes)
        guard let second = bytes.firstIndex(of: space, in: first + 1..<line.upperBound) else {
            throw Refusal(400, "no version")
        }
        target = first + 1..<second
        guard !target.isEmpty else { throw Refusal(400, "no target") }
        // No asterisk and no bare authority: nobody asks a site for them, and the HTTP/2 preface is one.
        guard bytes[first + 1] == UInt8(ascii: "/") || Self.schemeLength(target, bytes) != nil else {
            throw Refusal(400, "target is neither a path nor an absolute URL")
        }
        version = try Self.version(second + 1..<line.upperBound, bytes)
        guard target.count <= limits.target else { throw Refusal(414, "target too long") }
        for index in target where bytes[index] <= space || bytes[index] >= 127 || bytes[index] == UInt8(ascii: "#") {
            throw Refusal(400, "byte not allowed in a target")
        }
        method = Method(bytes.text(line.lowerBound..<first))
    }

    private static func checkMethod(_ method: Range<Int>, _ bytes: Span<UInt8>) throws(Refusal) {
        guard !method.isEmpty else { throw Refusal(400, "no method") }
        guard bytes.areTokenBytes(in: method) else { throw Refusal(400, "method is no token") }
    }

    private static func version(_ text: Range<Int>, _ bytes: Span<UInt8>) throws(Refusal) -> RequestHead.Version {
        let start = text.lowerBound
        guard text.count == 8, bytes.isSameWord(start..<start + 5, "http/"), bytes[start] == UInt8(ascii: "H"),
            bytes[start + 1] & bytes[start + 2] & bytes[start + 3] & 0x20 == 0, isDigit(bytes[start + 5]),
            bytes[start + 6] == UInt8(ascii: "."), isDigit(bytes[start + 7])
        else { throw Refusal(400, "no version") }
        switch (bytes[start + 5], bytes[start + 7]) {
        case (UInt8(ascii: "1"), UInt8(ascii: "1")): return .http11
        case (UInt8(ascii: "1"), UInt8(ascii: "0")): return .http10
        default: throw Refusal(505, "version not supported")
        }
    }

    /// Path and query of an origin-form target, or of an absolute-form one whose authority is `host`.
    func target(host: Range<Int>?, _ bytes: Span<UInt8>) throws(Refusal) -> (path: String, query: String?) {
        var start = target.lowerBound
        if bytes[start] != UInt8(ascii: "/") { start = try afterAuthority(host, bytes) }
        let end = target.upperBound
        guard start < end, bytes[start] != UInt8(ascii: "?") else {
            return ("/", start < end ? bytes.text(start + 1..<end) : nil)
        }
        guard let mark = bytes.firstIndex(of: UInt8(ascii: "?"), in: start..<end) else {
            return (bytes.text(start..<end), nil)
        }
        return (bytes.text(start..<mark), bytes.text(mark + 1..<end))
    }

    private func afterAuthority(_ host: Range<Int>?, _ bytes: Span<UInt8>) throws(Refusal) -> Int {
        guard let scheme = Self.schemeLength(target, bytes), let host, !host.isEmpty else {
            throw Refusal(400, "absolute URL without Host")
        }
        let start = target.lowerBound + scheme
        let end = start + host.count
        guard end <= target.upperBound else { throw Refusal(400, "authority and Host differ") }
        for offset in 0..<host.count
        where bytes[start + offset].asciiLowercased != bytes[host.lowerBound + offset].asciiLowercased {
            throw Refusal(400, "authority and Host differ")
        }
        guard end == target.upperBound || bytes[end] == UInt8(ascii: "/") || bytes[end] == UInt8(ascii: "?") else {
            throw Refusal(400, "authority and Host differ")
        }
        return end
    }

    private static func schemeLength(_ target: Range<Int>, _ bytes: Span<UInt8>) -> Int? {
        let start = target.lowerBound
        if target.count > 7, bytes.isSameWord(start..<start + 7, "http://") { return 7 }
        if target.count > 8, bytes.isSameWord(start..<start + 8, "https://") { return 8 }
        return nil
    }
}

func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
