/// Where more of an answer meets what was there: the two are one text, with nothing between them. Models that are asked to continue
/// often say their last words again; such a repeat is left out, however it is cut into pieces.
///
/// A repeat is what the new text begins with and the former ends with, when it is at least 16 bytes long, and the former text says
/// it nowhere else: the rows of a table or `ha ha ha` may well go on as they were. Of several the longest counts, up to 1 KiB, and the
/// last 32 KiB are what is looked at.
struct AnswerSeam: Sendable, Equatable {
    static let (shortest, longest, window) = (16, 1024, 32 << 10)

    private let former: [UInt8]
    /// What may yet be a repeat; nil once it is decided.
    private var held: [UInt8]? = []

    init(after former: String) { self.former = Array(former.utf8.suffix(Self.window)) }

    /// What of the new text is certain to stay, with what is held of the pieces before.
    mutating func read(_ piece: String) -> String {
        guard held != nil else { return piece }
        held! += piece.utf8
        return mayGrow ? "" : end()
    }

    /// What is left when nothing more comes.
    mutating func end() -> String {
        guard let text = held else { return "" }
        held = nil
        return String(decoding: text.dropFirst(repeated(in: text)), as: UTF8.self)
    }

    /// Whether all that is held stands near the former text's end, with more of it behind.
    private var mayGrow: Bool {
        guard let held, held.count < Self.longest else { return false }
        let tail = former.suffix(Self.longest)
        return tail.count > held.count
            && tail.indices.dropLast(held.count).contains { tail[$0...].starts(with: held) }
    }

    private func repeated(in text: [UInt8]) -> Int {
        let most = min(text.count, former.count, Self.longest)
        guard most >= Self.shortest else { return 0 }
        let length = (Self.shortest...most).reversed().first { former.suffix($0).elementsEqual(text.prefix($0)) }
        guard let length, former.dropLast().firstRange(of: text.prefix(length)) == nil else { return 0 }
        return length
    }
}
