public import Domain
public import JSON
internal import Wire

extension ErrorBody {
    /// What a refusal (400, 422) says about a field of `request` that may be left out or called otherwise. Nil when it names none:
    /// then a second try would be refused, too.
    ///
    /// `own`: the fields that are ours or the account's, where the others are an asker's own words. Of those nothing is learned: what one
    /// asker said wrongly would be left out of what all others say.
    public func learnedOption(for request: JSONValue, own: Set<Text>? = nil) -> LearnedOption? {
        guard !isContextTooLong else { return nil }
        let words = words
        if request["stream"] != true, isAboutStreaming(words) { return .alwaysStreams }
        for field in Self.removable + (request.members ?? []).map(\.key) where request[field] != nil {
            let other = Self.other[field]
            let isNamed = words.contains(field) || other.map(words.contains) == true
            guard isNamed, Self.isLearned(field, own) || other.map(words.contains) == true else { continue }
            // It is left out already.
            let isSaid = field != "stream" || request["stream"] == true
            guard isSaid, !Self.meant.contains(field) else { continue }
            return .init(field.string, instead: other?.string)
        }
        if request["stream"] == true, words.contains("streaming") { return .init("stream") }
        return role(in: request, words)
    }

    /// "Only stream mode is supported"; but not "stream_options is only allowed with stream".
    private func isAboutStreaming(_ words: Set<Text>) -> Bool {
        (words.contains("stream") || words.contains("streaming")) && !words.contains("stream_options")
            && !words.isDisjoint(with: Self.demands)
    }

    private static func isLearned(_ field: Text, _ own: Set<Text>?) -> Bool { own?.contains(field) ?? true }

    /// Who may not speak a system prompt. One that stands elsewhere than at the beginning is refused for its place.
    private func role(in request: JSONValue, _ words: Set<Text>) -> LearnedOption? {
        let messages = request["messages"]?.array ?? []
        for role in ["system", "developer"] as [Text] where messages.first?["role"]?.text == role {
            guard messages.count(where: { $0["role"]?.text == role }) == 1 else { continue }
            // Whoever does not know a developer knows a system, which is refused next if need be.
            if words.contains(role) { return .init(role.string, instead: role == "developer" ? "system" : "user") }
        }
        return nil
    }

    /// Words of an upstream that answers in pieces alone: "only supports stream mode", "please enable streaming".
    private static let demands: Set<Text> = ["only", "must", "enable", "required", "requires", "true"]

    /// What is asked, in any format: without it the answer would be one to another question.
    private static let meant: Set<Text> = [
        "model", "messages", "input", "instructions", "prompt", "contents", "system", "systemInstruction", "tools",
        "functions", "toolConfig", "generationConfig", "response_format", "text", "output_config",
    ]

    /// `stream_options` before `stream`, which is a part of its name.
    private static let removable: [Text] = ["stream_options", "stream", "max_tokens", "max_completion_tokens"]

    /// Two names for one thing.
    private static let other: [Text: Text] = [
        "max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens",
    ]

    /// What is said, in lower case and word by word: a name counts where it stands by itself, not inside a longer one.
    private var words: Set<Text> {
        let said = [param, code, message].flatMap { Array($0.utf8.prefix(Self.longest)) + [32] }.map(\.asciiLowercased)
        return Set(said.split { !Self.isPart($0) }.map { Text(decoding: $0) })
    }

    /// Bytes of each that are looked at.
    private static let longest = 4096

    private static func isPart(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (48...57).contains(byte) || (97...122).contains(byte)
    }
}
