internal import JSON

extension Part {
    /// A file of a message as a model gets it: an image itself, a document as its text, as much of it as `room` tokens hold. `shown`
    /// is nil where earlier turns have more than one question may have.
    init(_ file: File, shown: ShownFile?, within room: inout Int) {
        switch shown {
        case .picture(let source): self = .image(Picture(source))
        case .text(let text): self = .text(Text(file.document(text.string, within: &room)))
        case nil:
            let what = file.text == nil ? "image" : "document"
            self = .text(Text(file.isMade ? "[A picture was made here.]" : "[An earlier \(what), not shown again.]"))
        }
    }
}

extension File {
    fileprivate func document(_ text: String, within room: inout Int) -> String {
        let (fitting, isWhole) = text.prefix(ofTokens: room)
        room = isWhole ? max(0, room - (self.text?.tokens ?? 0)) : 0
        var lines = ["<document name=\"\(quotableName)\">"]
        lines.append(text.isEmpty ? "[No text could be read from it.]" : String(fitting))
        if !isWhole || self.text?.isCut == true { lines.append("[The rest is left out: it did not fit.]") }
        lines.append("</document>")
        return lines.joined(separator: "\n")
    }

    private var quotableName: String {
        String(String.UnicodeScalarView(name.unicodeScalars.map { "\"<>".unicodeScalars.contains($0) ? "_" : $0 }))
    }
}

extension String {
    /// As much of the beginning as comes to so many tokens, by estimate, and whether that is all.
    fileprivate func prefix(ofTokens most: Int) -> (Substring, isWhole: Bool) {
        // No character is more than one token, and a token is four bytes at most.
        if utf8.count <= most { return (self[...], true) }
        var estimate = TokenEstimate()
        var index = unicodeScalars.startIndex
        while index != unicodeScalars.endIndex {
            let next = unicodeScalars.index(after: index)
            estimate.add(utf8: utf8[index..<next])
            guard estimate.tokens <= most else { return (self[..<index], false) }
            index = next
        }
        return (self[...], true)
    }
}
