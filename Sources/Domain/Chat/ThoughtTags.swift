/// Takes the thoughts out of an answer that begins with them between tags, as `<think>…</think>`, however it is cut. Such tags
/// further inside an answer are text: somebody asked about them.
public struct ThoughtTags: Sendable {
    public enum Piece: Sendable, Equatable { case text(String), thought(String) }

    private enum State { case beginning, thinking(until: [UInt8]), text }

    private var state = State.beginning
    /// What may be the beginning of a tag, with the blanks before it.
    private var held: [UInt8] = []
    /// So many blanks stand before it.
    private var blanks = 0
    private var hasThought = false

    private static let names = ["think", "thinking", "thought"]
    private static let tags = names.map { (opening: Array("<\($0)>".utf8), closing: Array("</\($0)>".utf8)) }

    public init() {}

    public mutating func read(_ text: String) -> [Piece] {
        if case .text = state { return text.isEmpty ? [] : [.text(text)] }
        held.append(contentsOf: text.utf8)
        var pieces: [Piece] = []
        while let piece = next() { pieces += piece }
        return pieces
    }

    /// What is left when nothing more comes.
    public mutating func end() -> [Piece] {
        defer { held = [] }
        switch state {
        case .thinking: return thought(held)
        case .beginning, .text: return hasThought ? text(held.drop(while: Self.isBlank)) : text(held[...])
        }
    }

    /// The text alone.
    public static func without(_ text: String) -> String {
        guard text.utf8.first(where: { !isBlank($0) }) == UInt8(ascii: "<") else { return text }
        var tags = ThoughtTags()
        let pieces = tags.read(text) + tags.end()
        return pieces.compactMap { piece in if case .text(let text) = piece { text } else { nil } }.joined()
    }

    /// Nil when more has to come first.
    private mutating func next() -> [Piece]? {
        switch state {
        case .beginning: return begin()
        case .thinking(let closing): return think(until: closing)
        case .text: return nil
        }
    }

    private mutating func begin() -> [Piece]? {
        while blanks < held.count, Self.isBlank(held[blanks]) { blanks += 1 }
        let rest = held[blanks...]
        if let tag = Self.tags.first(where: { rest.starts(with: $0.opening) }) {
            held = Array(rest.dropFirst(tag.opening.count))
            blanks = 0
            state = .thinking(until: tag.closing)
            return []
        }
        if rest.isEmpty || Self.tags.contains(where: { $0.opening.starts(with: rest) }) { return nil }
        state = .text
        defer { held = [] }
        return hasThought ? text(rest) : text(held[...])
    }

    private mutating func think(until closing: [UInt8]) -> [Piece]? {
        if let end = held.firstRange(of: closing) {
            let last = Array(held[..<end.lowerBound])
            held = Array(held[end.upperBound...])
            state = .beginning
            defer { hasThought = true }
            return thought(last)
        }
        let kept = (0..<closing.count).reversed().first { held.suffix($0).elementsEqual(closing.prefix($0)) } ?? 0
        guard held.count > kept else { return nil }
        let ready = Array(held.dropLast(kept))
        held = Array(held.suffix(kept))
        return thought(ready)
    }

    /// Blanks before the first word of a thought are none.
    private mutating func thought(_ bytes: [UInt8]) -> [Piece] {
        let words = hasThought ? bytes[...] : bytes.drop(while: Self.isBlank)
        guard !words.isEmpty else { return [] }
        hasThought = true
        return [.thought(String(decoding: words, as: UTF8.self))]
    }

    private func text(_ bytes: ArraySlice<UInt8>) -> [Piece] {
        bytes.isEmpty ? [] : [.text(String(decoding: bytes, as: UTF8.self))]
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
}
