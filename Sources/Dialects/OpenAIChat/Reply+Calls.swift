internal import Domain
internal import JSON

extension OpenAIChat.Reply {
    /// The calls in a message or a delta.
    static func calls(_ message: JSONValue) -> [OpenAIChat.CallPiece] {
        var pieces = (message["tool_calls"]?.array ?? []).compactMap(call)
        // What calls were before there could be several.
        if let old = message["function_call"], old.members != nil, pieces.isEmpty {
            var piece = OpenAIChat.CallPiece()
            piece.index = 0
            piece.read(old)
            pieces.append(piece)
        }
        return pieces
    }

    private static func call(_ call: JSONValue) -> OpenAIChat.CallPiece? {
        guard call.members != nil else { return nil }
        var piece = OpenAIChat.CallPiece()
        piece.index = call["index"]?.integer ?? call["index"]?.text?.integer.map(Int64.init)
        piece.id = call["id"]?.text ?? ""
        piece.signature = call["extra_content"]?["google"]?["thought_signature"]?.text
        if let custom = call["custom"], custom.members != nil {
            piece.kind = .custom
            piece.name = custom["name"]?.text ?? ""
            piece.arguments = custom["input"]?.text ?? ""
        } else {
            // Some leave out the object around name and arguments.
            piece.read(call["function"] ?? call)
        }
        return piece
    }
}

extension OpenAIChat.CallPiece {
    /// Arguments are the text of an object; some send the object.
    fileprivate mutating func read(_ function: JSONValue) {
        name = function["name"]?.text ?? ""
        guard let said = function["arguments"] else { return }
        if let text = said.text { arguments = text } else if said.members != nil { arguments = Text(said.serialized) }
    }
}
