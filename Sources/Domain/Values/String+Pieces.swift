extension String {
    /// The text in pieces of so many bytes of UTF-8 at most, but for a scalar that is larger. At least one.
    public func pieces(of size: Int) -> [Substring] {
        guard utf8.count > size else { return [self[...]] }
        var pieces: [Substring] = []
        var start = startIndex
        while start < endIndex {
            let limit = utf8.index(start, offsetBy: size, limitedBy: endIndex) ?? endIndex
            var end = limit.samePosition(in: unicodeScalars) ?? unicodeScalars.index(before: limit)
            if end <= start { end = unicodeScalars.index(after: start) }
            pieces.append(self[start..<end])
            start = end
        }
        return pieces
    }
}
