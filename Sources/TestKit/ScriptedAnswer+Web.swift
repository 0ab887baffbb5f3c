public import JSON

extension ScriptedAnswer {
    /// The conversation that ChatGPT's own page would be shown: nobody of ours may see its id.
    public static let webConversation = "6a1f0c2e-7d55-4b7e-9a10-c0ffee00c0de"

    /// As ChatGPT's own page gets it (mirror.md §B2.1): each message whole, again and again. Calls are its own affair.
    var webEvents: [JSONValue] {
        var events = [
            Self.webEvent("u", role: "user", ["content_type": "text", "parts": ["…"]], status: "finished_successfully")
        ]
        if !thought.isEmpty {
            let thoughts: JSONValue = [
                "content_type": "thoughts", "thoughts": [["summary": "", "content": .string(thought)]],
            ]
            events.append(Self.webEvent("t", thoughts, status: "finished_successfully"))
        }
        var said = ""
        for text in texts {
            said += text
            events.append(Self.webEvent("a", text: said))
        }
        return events + [Self.webEvent("a", text: said, status: "finished_successfully", endsTurn: true)]
    }

    /// One message with a text, as far as it has come.
    public static func webEvent(
        _ id: String, text: String, status: String = "in_progress", endsTurn: Bool = false
    ) -> JSONValue {
        webEvent(id, ["content_type": "text", "parts": [.string(text)]], status: status, endsTurn: endsTurn)
    }

    public static func webEvent(
        _ id: String, role: String = "assistant", _ content: JSONValue, status: String = "in_progress",
        endsTurn: Bool = false
    ) -> JSONValue {
        [
            "message": [
                "id": .string("\(webConversation)-\(id)"), "author": ["role": .string(role), "name": nil],
                "create_time": 1_764_300_000,
                "content": content, "status": .string(status), "end_turn": endsTurn ? true : nil, "weight": 1,
                "metadata": ["model_slug": "theirs"], "recipient": "all",
            ],
            "conversation_id": .string(webConversation), "error": nil,
        ]
    }
}
