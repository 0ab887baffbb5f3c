internal import Domain
internal import JSON

extension Gemini {
    /// Writes an answer as one `GenerateContentResponse`.
    struct WholeWriter: ReplyWriter {
        private let head: ReplyHead
        private var raw: JSONValue?
        private var writer = PartWriter()
        private var parts: [JSONValue] = []
        /// The text of the last part, while more of it may come, and that part without it.
        private var open: (text: String, part: JSONValue)?

        init(_ head: ReplyHead) { self.head = head }

        mutating func write(_ piece: ReplyPiece) -> [UInt8] {
            raw = piece.raw ?? raw
            guard raw == nil else { return [] }
            for part in writer.parts(of: piece.events) { add(part) }
            return []
        }

        mutating func end(_ reason: FinishReason) -> [UInt8] {
            if var raw {
                if raw["modelVersion"] != nil { raw["modelVersion"] = .string(head.model) }
                return raw.bytes
            }
            for part in writer.end() { add(part) }
            close()
            let word = Gemini.word(for: reason, isMalformed: writer.isMalformed)
            return Gemini.response(head, parts, reason: word, usage: writer.usage).bytes
        }

        mutating func fail(_ error: ErrorReply) -> [UInt8] { Gemini().body(of: error).bytes }

        /// Texts of one kind that follow each other are one part, unless the second has a proof of its own.
        private mutating func add(_ part: JSONValue) {
            let text = part["text"]?.text
            if let text, let open, part["thoughtSignature"] == nil, open.part["thought"] == part["thought"] {
                _ = open
                self.open!.text += text.string
                return
            }
            close()
            if let text { open = (text.string, part) } else { parts.append(part) }
        }

        private mutating func close() {
            guard var (text, part) = open else { return }
            open = nil
            part["text"] = .string(text)
            text = ""
            parts.append(part)
        }
    }
}
