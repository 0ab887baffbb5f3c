import JSON
import Wire

/// A form: cuts change nothing, and whoever takes the whole body apart at its boundaries finds the same parts. The first
/// line is the content type; where that is none the boundary is `b`.
func checkMultipart(_ bytes: [UInt8]) throws(Broken) {
    let line = bytes.prefix { $0 != 10 }
    let body = Array(bytes.dropFirst(line.count + 1))
    let type = String(decoding: line, as: UTF8.self)
    let isForm = (try? MultipartParser(contentType: Text(type))) != nil
    let readings = cuttings(of: body).map {
        FormReading($0, contentType: isForm ? Text(type) : "multipart/form-data; boundary=b")
    }
    for reading in readings.dropFirst() {
        try require(reading == readings[0], "a cut changes what is read: \(reading) instead of \(readings[0])")
    }
    guard case .form(let parts) = readings[0] else { return }
    let boundary = isForm ? naiveBoundary(type) : Array("b".utf8)
    try require(parts == naiveParts(of: body, boundary), "another reader sees other parts than \(parts)")
}

/// What came of a body.
private enum FormReading: Equatable {
    case form([FormPart])
    case refused

    init(_ pieces: [[UInt8]], contentType: Text) {
        var parts: [FormPart] = []
        do throws(Refusal) {
            var parser = try MultipartParser(contentType: contentType, limits: .small)
            for piece in pieces {
                parser.feed(piece)
                while let event = try parser.next() {
                    switch event {
                    case .part(let head): parts.append(FormPart(head: head, bytes: []))
                    case .bytes(let bytes): parts[parts.count - 1].bytes += bytes
                    case .partEnd: parts[parts.count - 1].isWhole = true
                    }
                }
            }
            self = parser.isComplete ? .form(parts) : .refused
        } catch {
            self = .refused
        }
    }
}

private struct FormPart: Equatable {
    let head: PartHead
    var bytes: [UInt8]
    var isWhole = false
}

extension MultipartLimits {
    /// Small enough for an input to reach them.
    fileprivate static var small: MultipartLimits {
        var limits = MultipartLimits()
        limits.parts = 3
        limits.head = 120
        limits.fields = 3
        return limits
    }
}

// MARK: A careless reader, who has the whole body

private func naiveBoundary(_ type: String) -> [UInt8] {
    let rest = type.utf8.drop { $0 != UInt8(ascii: "=") }.dropFirst()
    let value = rest.first == UInt8(ascii: "\"") ? rest.dropFirst().prefix { $0 != UInt8(ascii: "\"") } : rest[...]
    return Array(value.reversed().drop { $0 == 32 || $0 == 9 }.reversed())
}

/// Nil where he finds none.
private func naiveParts(of body: [UInt8], _ boundary: [UInt8]) -> [FormPart]? {
    let pieces = split([13, 10] + body, at: Array("\r\n--".utf8) + boundary)
    guard pieces.count >= 2, pieces[0].isEmpty, pieces.last!.starts(with: "--".utf8) else { return nil }
    var parts: [FormPart] = []
    for piece in pieces.dropFirst().dropLast() {
        let halves = split(piece, at: Array("\r\n\r\n".utf8))
        guard halves.count >= 2 else { return nil }
        let text = String(decoding: halves[0], as: UTF8.self)
        let content = Array(piece.dropFirst(halves[0].count + 4))
        guard let name = naiveParameter("name", in: text) else { return nil }
        let head = PartHead(
            name: Text(name), filename: naiveParameter("filename", in: text).map { Text($0) },
            contentType: naiveField("content-type:", in: text).map { Text($0) })
        parts.append(FormPart(head: head, bytes: content, isWhole: true))
    }
    return parts
}

private func naiveParameter(_ name: String, in head: String) -> String? {
    guard let line = naiveField("content-disposition:", in: head) else { return nil }
    // Outside of quotation marks.
    var isQuoted = false
    var pieces: [String] = [""]
    for character in line.unicodeScalars {
        if character == "\"" { isQuoted.toggle() }
        if character == ";", !isQuoted {
            pieces.append("")
        } else {
            pieces[pieces.count - 1].unicodeScalars.append(character)
        }
    }
    for piece in pieces {
        let parts = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, trimmed(String(parts[0])).lowercased() == name else { continue }
        return String(String.UnicodeScalarView(trimmed(String(parts[1])).unicodeScalars.filter { $0 != "\"" }))
    }
    return nil
}

private func naiveField(_ prefix: String, in head: String) -> String? {
    for line in split(Array(head.utf8), at: [13, 10]) {
        let text = String(decoding: line, as: UTF8.self)
        if text.lowercased().utf8.starts(with: prefix.utf8) {
            return trimmed(String(decoding: line.dropFirst(prefix.utf8.count), as: UTF8.self))
        }
    }
    return nil
}

private func trimmed(_ text: String) -> String {
    let isSpace = { (byte: UInt8) in byte == 32 || byte == 9 }
    return String(decoding: text.utf8.drop(while: isSpace).reversed().drop(while: isSpace).reversed(), as: UTF8.self)
}

private func split(_ bytes: [UInt8], at separator: [UInt8]) -> [[UInt8]] {
    var pieces: [[UInt8]] = [[]]
    var index = 0
    while index < bytes.count {
        if bytes[index...].starts(with: separator) {
            pieces.append([])
            index += separator.count
        } else {
            pieces[pieces.count - 1].append(bytes[index])
            index += 1
        }
    }
    return pieces
}
