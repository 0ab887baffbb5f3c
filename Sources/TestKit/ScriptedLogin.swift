public import Domain
public import JSON
internal import Wire

/// Tokens as OpenAI makes them, signed by nobody.
public enum ScriptedLogin {
    /// Unix seconds.
    public static func access(
        _ word: String = "one", expires: Int64, issued: Int64? = nil, account: String = "acc-1",
        user: String = "user-1",
        plan: String = "plus", email: String = "ada@example.org"
    ) -> String {
        var claims: JSONValue = [
            "exp": .integer(expires), "jti": .string(word), "client_id": "app_scripted",
            "aud": ["https://api.openai.com/v1"],
            "https://api.openai.com/auth": [
                "chatgpt_account_id": .string(account), "chatgpt_user_id": .string(user),
                "chatgpt_plan_type": .string(plan),
            ],
            "https://api.openai.com/profile": ["email": .string(email)],
        ]
        if let issued { claims["iat"] = .integer(issued) }
        return token(claims)
    }

    public static func token(_ claims: JSONValue) -> String {
        let head = Base64URL.encode(Array(#"{"alg":"none","typ":"JWT"}"#.utf8))
        return "\(head).\(Base64URL.encode(claims.bytes)).signature"
    }

    /// An account of that kind at an address.
    public static func account(_ baseURL: String, id: Int64 = 1, models: [String] = ["gpt-5.4"]) -> Account {
        Account(
            id: ID(id), name: "codex \(id)", provider: .codex, baseURL: baseURL, models: models,
            createdAt: Timestamp(seconds: 0))
    }

    public static func pair(_ access: String, refresh: String = "rt-1", version: Int64 = 1) -> TokenPair {
        var pair = TokenPair(access: Secret(access), refresh: Secret(refresh))
        pair.version = version
        return pair
    }
}

extension [ScriptedUpstream.Step] {
    /// A Responses stream that says `text` and goes well.
    public static func codex(_ text: String, before: [JSONValue] = [], headers: (Text, Text)...) -> Self {
        let usage: JSONValue = ["input_tokens": 3, "output_tokens": 2]
        let events: [JSONValue] =
            [["type": "response.created", "response": ["id": "resp_1", "status": "in_progress"]]] + before + [
                [
                    "type": "response.output_text.delta", "item_id": "msg_1", "output_index": 0, "content_index": 0,
                    "delta": .string(text),
                ],
                [
                    "type": "response.completed",
                    "response": ["id": "resp_1", "status": "completed", "output": [], "usage": usage],
                ],
            ]
        var head: Headers = ["Content-Type": "text/event-stream", "Transfer-Encoding": "chunked"]
        for (name, value) in headers { head.append(name, value) }
        return [.head(200, head)] + events.map { .event($0) } + [.lastChunk]
    }
}
