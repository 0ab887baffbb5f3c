/// A parsed command line: a subcommand, its words, and `--name value` or `--name=value` flags.
struct Arguments: Sendable {
    let command: String
    let words: [String]
    let flags: [(name: String, value: String)]

    /// Flags that stand alone.
    static let switches: Set<String> = ["version", "help"]

    init(_ arguments: [String]) throws {
        var words: [String] = []
        var flags: [(name: String, value: String)] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("--") else {
                words.append(argument)
                continue
            }
            let parts = argument.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            if parts.count == 2 {
                flags.append((name, String(parts[1])))
            } else if Self.switches.contains(name) {
                flags.append((name, ""))
            } else if let value = rest.popFirst() {
                flags.append((name, value))
            } else {
                throw ConfigurationError("--\(name) needs a value")
            }
        }
        command = words.isEmpty ? "serve" : words.removeFirst()
        self.words = words
        self.flags = flags
    }

    func has(_ flag: String) -> Bool { flags.contains { $0.name == flag } }
}
