internal import Domain
internal import JSON

/// Puts the pieces of calls together, whether they are numbered, named, both or neither, and counts the calls from 0.
struct CallReader: Sendable {
    private var calls: [Call] = []
    private var begunCount = 0
    /// Bytes that came before a name.
    private var heldSize = 0
    /// Of what the ids are made that an upstream did not give: the answer's own id, so that two answers have no id in common.
    private var seed: Text = ""

    private struct Call: Sendable {
        /// Given with the name: a call without one is none, and its number would be missing.
        var index = 0
        let upstreamIndex: Int64?
        var id: Text
        var name: Text = ""
        let kind: ToolKind
        /// What came before the name.
        var held = ""
        var hasArguments = false
        var hasBegun: Bool { !name.isEmpty }
    }

    /// Whether there is any call that has a name.
    var hasCalls: Bool { begunCount > 0 }
    var isEmpty: Bool { calls.isEmpty }
    /// Why it is no answer, if more is called than anybody calls, named or not: each piece is looked for among all calls.
    var excess: String? {
        if calls.count >= AnswerBounds.calls { return AnswerBounds.tooManyCalls }
        return heldSize > AnswerBounds.text ? AnswerBounds.tooLong : nil
    }

    mutating func note(answer id: Text?) {
        if seed.isEmpty, let id { seed = id }
    }

    mutating func read(_ piece: OpenAIChat.CallPiece) -> [ReplyEvent] {
        guard let place = place(of: piece) else { return [] }
        var events: [ReplyEvent] = []
        if calls[place].id.isEmpty { calls[place].id = piece.id }
        if !calls[place].hasBegun, !piece.name.isEmpty {
            calls[place].name = piece.name
            calls[place].index = begunCount
            begunCount += 1
            if calls[place].id.isEmpty { calls[place].id = madeID(of: calls[place]) }
            let call = calls[place]
            events.append(.toolCall(ToolCallHead(call.index, id: call.id, name: call.name, kind: call.kind)))
        }
        if let signature = piece.signature { events.append(.opaque(Opaque(.google, signature))) }
        guard calls[place].hasBegun else {
            calls[place].held += piece.arguments.string
            heldSize += piece.arguments.byteCount
            return events
        }
        let said = calls[place].held + piece.arguments.string
        calls[place].held = ""
        guard !said.isEmpty else { return events }
        calls[place].hasArguments = true
        return events + [.toolArguments(index: calls[place].index, said)]
    }

    /// Nothing more comes: a call without arguments has `{}`. Not before: some send a finish reason with every word.
    mutating func end() -> [ReplyEvent] {
        var events: [ReplyEvent] = []
        for place in calls.indices where calls[place].hasBegun && !calls[place].hasArguments {
            calls[place].hasArguments = true
            guard calls[place].kind == .function else { continue }
            events.append(.toolArguments(index: calls[place].index, "{}"))
        }
        return events
    }
}

// MARK: Whose piece it is

extension CallReader {
    /// Makes room for a call that is new. Nil for a piece of none.
    private mutating func place(of piece: OpenAIChat.CallPiece) -> Int? {
        let known = piece.index == nil ? unnumbered(piece) : numbered(piece)
        if let known { return known }
        guard !piece.name.isEmpty || !piece.id.isEmpty || piece.index != nil else { return nil }
        calls.append(Call(upstreamIndex: piece.index, id: piece.id, kind: piece.kind))
        return calls.count - 1
    }

    private func numbered(_ piece: OpenAIChat.CallPiece) -> Int? {
        guard let last = calls.lastIndex(where: { $0.upstreamIndex == piece.index }) else { return nil }
        // Some give every call the same number.
        let isOther =
            !piece.name.isEmpty && calls[last].hasBegun && !piece.id.isEmpty && !calls[last].id.isEmpty
            && piece.id != calls[last].id
        return isOther ? nil : last
    }

    private func unnumbered(_ piece: OpenAIChat.CallPiece) -> Int? {
        if !piece.id.isEmpty, let same = calls.lastIndex(where: { $0.id == piece.id }) { return same }
        guard let last = calls.indices.last else { return nil }
        if piece.name.isEmpty { return piece.id.isEmpty ? last : nil }
        // A name again, without a number or an id: the same call, unless its arguments begin.
        let begins = piece.arguments.utf8.first == UInt8(ascii: "{") || !calls[last].hasArguments
        return piece.id.isEmpty && piece.name == calls[last].name && !begins ? last : nil
    }

    /// The same for the same answer, so that it does not depend on how the bytes were cut (FNV-1a, 64 bits).
    private func madeID(of call: Call) -> Text {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in "\(seed)/\(call.index)/\(call.name)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return "call_\(String(hash, radix: 16))"
    }
}
