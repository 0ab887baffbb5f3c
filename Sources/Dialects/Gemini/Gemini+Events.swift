internal import Domain
internal import JSON

extension Gemini {
    /// Writes an answer as events, each a response of its own, or as the elements of one JSON array where the asker did not say `alt=sse`.
    /// An upstream's own events, where they come, go on as they are, but for the model's name.
    struct StreamWriter: ReplyWriter {
        private let head: ReplyHead
        private var writer = PartWriter()
        private var hasBegun = false
        private var isRaw = false

        init(_ head: ReplyHead) { self.head = head }

        mutating func write(_ piece: ReplyPiece) -> [UInt8] {
            if let raw = piece.raw, isRaw || !hasBegun { return write(raw) }
            guard !isRaw else { return [] }
            var bytes: [UInt8] = []
            // One part is one event, as they came.
            for event in piece.events {
                for part in writer.parts(of: [event]) { write(Gemini.response(head, [part]), to: &bytes) }
            }
            return bytes
        }

        mutating func end(_ reason: FinishReason) -> [UInt8] {
            var bytes: [UInt8] = []
            if !isRaw {
                let rest = writer.end()
                for part in rest { write(Gemini.response(head, [part]), to: &bytes) }
                let word = Gemini.word(for: reason, isMalformed: writer.isMalformed)
                write(Gemini.response(head, [], reason: word, usage: writer.usage), to: &bytes)
            }
            return bytes + close()
        }

        /// No finish reason follows: the answer is not whole.
        mutating func fail(_ error: ErrorReply) -> [UInt8] {
            var bytes: [UInt8] = []
            write(Gemini().body(of: error), to: &bytes)
            return bytes + close()
        }

        private mutating func write(_ raw: JSONValue) -> [UInt8] {
            isRaw = true
            var response = raw
            if response["modelVersion"] != nil { response["modelVersion"] = .string(head.model) }
            var bytes: [UInt8] = []
            write(response, to: &bytes)
            return bytes
        }

        private mutating func write(_ value: JSONValue, to bytes: inout [UInt8]) {
            bytes += head.isArray ? (hasBegun ? ",\r\n" : "[").utf8 : "data: ".utf8
            hasBegun = true
            value.write(to: &bytes)
            if !head.isArray { bytes += [10, 10] }
        }

        private func close() -> [UInt8] {
            guard head.isArray else { return [] }
            return Array((hasBegun ? "]" : "[]").utf8)
        }
    }
}
