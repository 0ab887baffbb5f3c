import JSON

/// The words of what somebody typed to search.
struct SearchWords {
    private let scalars: [Unicode.Scalar]
    private var index = 0

    struct Word: Equatable {
        /// Nil: to be found itself.
        var filter: Filter?
        var text: String
    }

    enum Filter: String, CaseIterable { case project = "in", before, after }

    init(_ text: Text) { scalars = Array(text.string.unicodeScalars) }

    /// Nil at the end. A word that is to be found is never empty.
    mutating func next() -> Word? {
        while index < scalars.count {
            guard !isSpace else {
                index += 1
                continue
            }
            let filter = takeFilter()
            let text = takeText()
            if filter != nil || !text.isEmpty { return Word(filter: filter, text: text) }
        }
        return nil
    }

    private var isSpace: Bool { scalars[index].properties.isWhitespace }

    private mutating func takeFilter() -> Filter? {
        for filter in Filter.allCases {
            let name = filter.rawValue.unicodeScalars
            let end = index + name.count
            guard end < scalars.count, Self.colons.contains(scalars[end]),
                zip(scalars[index..<end], name).allSatisfy({ $0.properties.lowercaseMapping == String($1) })
            else { continue }
            index = end + 1
            return filter
        }
        return nil
    }

    /// A phrase in quotes, which may lack the last one, or what stands before the next space. A quote within a word is
    /// a part of it, as in `5"`.
    private mutating func takeText() -> String {
        guard index < scalars.count, !isSpace else { return "" }
        guard let closing = Self.quotes[scalars[index]] else { return take { $0.properties.isWhitespace } }
        index += 1
        let text = take { closing.contains($0) }
        if index < scalars.count { index += 1 }
        return text
    }

    private mutating func take(until isEnd: (Unicode.Scalar) -> Bool) -> String {
        let end = scalars[index...].firstIndex(where: isEnd) ?? scalars.count
        defer { index = end }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[index..<end])
        return String(text)
    }

    private static let colons: Set<Unicode.Scalar> = [":", "："]
    private static let quotes: [Unicode.Scalar: Set<Unicode.Scalar>] = [
        "\"": ["\"", "”"], "“": ["”", "\""], "”": ["”", "\""], "＂": ["＂"], "「": ["」"], "『": ["』"],
    ]
}
