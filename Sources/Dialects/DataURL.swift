internal import JSON
internal import Wire

/// `data:<type>;base64,<data>` (RFC 2397).
struct DataURL: Sendable, Equatable {
    /// `image/png`, without parameters.
    let type: Text
    /// In the standard alphabet, as it came: it may not be base64.
    let base64: Text

    /// Nil for another address, and for data that are not base64.
    init?(_ url: Text) {
        guard url.isDataURL else { return nil }
        let rest = url.utf8.dropFirst(5)
        guard let comma = rest.firstIndex(of: UInt8(ascii: ",")) else { return nil }
        let head = Text(Substring(rest[..<comma])).split(separator: UInt8(ascii: ";"))
        guard head.count > 1, head.last?.asciiLowercased == "base64" else { return nil }
        type = head[0].isEmpty ? "text/plain" : head[0]
        base64 = Text(Substring(rest[rest.index(after: comma)...]))
    }

    init(type: Text, base64: Text) {
        self.type = type
        self.base64 = base64
    }

    var text: Text { "data:\(type);base64,\(base64)" }
}

extension Text {
    var isDataURL: Bool { Text(Substring(utf8.prefix(5))).asciiLowercased == "data:" }

    /// Base64 in the standard alphabet: some write the one for addresses.
    var standardBase64: Text {
        guard utf8.contains(where: { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }) else { return self }
        return Text(decoding: utf8.map { $0 == 45 ? UInt8(ascii: "+") : $0 == 95 ? UInt8(ascii: "/") : $0 })
    }
}
