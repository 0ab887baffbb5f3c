import JSON
import Wire

/// A connection's bytes: however they are cut, the same requests are read from them, and none that another server could
/// read in another way.
func checkHTTP(_ bytes: [UInt8]) throws(Broken) {
    let readings = cuttings(of: bytes).map { Reading($0) }
    for reading in readings.dropFirst() {
        try require(reading == readings[0], "a cut changes what is read: \(reading) instead of \(readings[0])")
    }
    for request in readings[0].requests { try request.check() }
}

/// All that a server reads from a connection until it must close it.
private struct Reading: Equatable {
    var requests: [ReadRequest] = []
    var isRefused = false
    /// What follows the last whole request, unless it was refused.
    var rest: [UInt8] = []

    private enum Progress { case waiting, next, refused }

    init(_ pieces: [[UInt8]]) {
        var input = ByteQueue()
        var parser = RequestHeadParser(limits: .small)
        var current: (head: RequestHead, bytes: [UInt8], decoder: BodyDecoder, body: [UInt8])?
        for piece in pieces {
            input.append(piece)
            var progress = Progress.next
            while progress == .next {
                progress = current == nil ? Self.readHead(&input, &parser, &current) : readBody(&input, &current)
            }
            guard progress == .waiting else {
                isRefused = true
                return
            }
        }
        rest = current?.body ?? input.takeFirst(input.count)
    }

    private typealias Current = (head: RequestHead, bytes: [UInt8], decoder: BodyDecoder, body: [UInt8])

    private static func readHead(
        _ input: inout ByteQueue, _ parser: inout RequestHeadParser, _ current: inout Current?
    ) -> Progress {
        switch input.withSpan({ parser.parse($0) }) {
        case .needsMore: return .waiting
        case .refused: return .refused
        case .head(let head, let length):
            current = (head, input.takeFirst(length), BodyDecoder(head.framing), [])
            parser = RequestHeadParser(limits: .small)
            return .next
        }
    }

    private mutating func readBody(_ input: inout ByteQueue, _ current: inout Current?) -> Progress {
        do throws(Refusal) {
            let piece = try current!.decoder.decode(&input)
            current!.body += piece
            guard piece.isEmpty || current!.decoder.isComplete else { return .next }
        } catch {
            return .refused
        }
        guard let done = current, done.decoder.isComplete else { return .waiting }
        requests.append(ReadRequest(done.head, done.bytes, body: done.body))
        current = nil
        return .next
    }
}

/// One request as it was read, with the bytes of its head.
private struct ReadRequest: Equatable {
    let method: String
    let path: String
    let query: String?
    let fields: [Headers.Field]
    let framing: BodyFraming
    let body: [UInt8]
    private let head: [UInt8]

    init(_ head: RequestHead, _ bytes: [UInt8], body: [UInt8]) {
        method = head.method.name
        path = head.path
        query = head.query
        fields = head.headers.fields
        framing = head.framing
        self.body = body
        self.head = bytes
    }

    /// What the most careless reader would see is what we saw.
    func check() throws(Broken) {
        try require(path.hasPrefix("/"), "the path \(path)")
        let lines = head.split(separator: 10, omittingEmptySubsequences: false).count
        let hasEmptyLine = head.first == 13 ? 1 : 0
        try require(lines == fields.count + 3 + hasEmptyLine, "another server sees \(lines) lines")
        try require(!head.contains(0) && head.filter { $0 == 13 }.count == lines - 1, "control bytes in the head")
        let lengths = named("content-length")
        let codings = named("transfer-encoding")
        try require(lengths.count + codings.count <= 1, "two framings")
        try require((framing == .chunked) == !codings.isEmpty, "a coding that was not followed")
        if case .length(let length) = framing {
            try require(lengths.first.map { Int($0) == length } ?? (length == 0), "a length that was not followed")
            try require(body.count == length, "a body of another length")
        }
        try require(named("host").count <= 1, "two hosts")
    }

    private func named(_ name: String) -> [String] {
        // As a server that trims names and takes `_` for `-` would.
        fields.filter { field in
            field.name.asciiLowercased.utf8.filter { $0 > 32 }.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : $0 }
                .elementsEqual(name.utf8)
        }.map(\.value.string)
    }
}

extension HeadLimits {
    /// Small enough for an input to reach them.
    fileprivate static var small: HeadLimits {
        var limits = HeadLimits()
        limits.head = 600
        limits.target = 100
        limits.fields = 12
        return limits
    }
}
