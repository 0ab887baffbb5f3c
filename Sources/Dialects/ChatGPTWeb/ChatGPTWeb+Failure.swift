public import Domain
public import JSON

extension ChatGPTWeb {
    /// For an administrator.
    public static let wantsBrowser =
        "the upstream wants a browser; this server is none, does not imitate one, and solves no challenges"
    public static let memoryIsOn = "the upstream used the account's memory: memory must be off for a shared account"

    /// What is wrong with the account that refused, where its words say more than the status: `{"detail": {"clears_in"}}` (mirror.md §A4).
    public static func fault(_ status: Int, _ body: JSONValue) -> Verdict.Fault? {
        guard status == 429, body["detail"]?["clears_in"] != nil else { return nil }
        return ErrorBody(ofRefusal: body).wait.map { .exhausted($0) }
    }

    /// Whether a refusal is a page of what stands before the upstream, which wants a person to look. A gateway whose server is away shows a
    /// page, too, and it passes by itself.
    public static func isPage(_ status: Int, _ body: [UInt8]) -> Bool {
        body.first { $0 > 32 } == UInt8(ascii: "<") && (status < 500 || status == 503)
    }

    /// Whether a refusal asks for what a browser's page would work out: a proof of work, or a puzzle. Words count in a 403 alone: elsewhere
    /// an upstream may quote the question.
    public static func wantsProof(_ status: Int, _ body: JSONValue) -> Bool {
        guard (400..<500).contains(status) else { return false }
        let places = [body, body["detail"], body["error"]].compactMap(\.self)
        for name in ["proofofwork", "turnstile", "arkose"] as [Text]
        where places.contains(where: { $0[name]?.bool == true || $0[name]?["required"] == true }) { return true }
        guard status == 403 else { return false }
        let error = ErrorBody(ofRefusal: body)
        let words = Text(
            decoding: [error.code, error.type, error.message].flatMap { Array($0.utf8.prefix(4096)) + [32] }
        )
        .asciiLowercased
        let signs: [Text] = ["proof", "turnstile", "arkose", "captcha", "challenge", "sentinel", "unusual activity"]
        return signs.contains { words.contains($0) }
    }
}
