internal import Domain
internal import JSON
internal import Wire

/// What only its maker can read, in the field that another format has for what its own maker made: base64 of `cm1.<a|o|g>.` and
/// the original. Base64, because clients decode that field.
extension Opaque {
    private static let letters: [(maker: Maker, letter: String)] = [(.anthropic, "a"), (.openAI, "o"), (.google, "g")]

    /// Before reasoning itself, where a proof of some would stand: no maker's data have a colon.
    private static let redacted = "redacted:"

    /// As it stands in the field of a format of `maker`.
    func carried(in maker: Maker) -> Text {
        guard self.maker != maker else { return data }
        let letter = Self.letters.first { $0.maker == self.maker }!.letter
        return Text(Base64.encode(Array("cm1.\(letter).\(isRedacted ? Self.redacted : "")\(data)".utf8)))
    }

    /// Reads such a field.
    init(carriedIn field: Text, of maker: Maker) {
        self = Self.carried(field) ?? Opaque(maker, field)
    }

    private static func carried(_ field: Text) -> Opaque? {
        // `cm1.` and a third of what follows.
        guard field.hasPrefix("Y20xL"), let bytes = Base64.decode(field), bytes.starts(with: "cm1.".utf8) else {
            return nil
        }
        let rest = bytes.dropFirst(4)
        guard rest.count > 2, rest[rest.startIndex + 1] == UInt8(ascii: ".") else { return nil }
        let letter = String(decoding: rest.prefix(1), as: UTF8.self)
        guard let maker = letters.first(where: { $0.letter == letter })?.maker else { return nil }
        let data = rest.dropFirst(2)
        guard data.starts(with: redacted.utf8) else { return Opaque(maker, Text(decoding: data)) }
        return Opaque(maker, Text(decoding: data.dropFirst(redacted.utf8.count)), isRedacted: true)
    }
}
