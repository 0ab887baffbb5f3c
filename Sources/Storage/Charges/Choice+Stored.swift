internal import Domain
internal import JSON

extension Choice {
    /// `[[1,"chosen"],[2,"balanced"]]`
    var stored: String {
        JSONValue.array(candidates.map { [.integer($0.account.value), .string($0.outcome.rawValue)] }).serialized
    }

    /// Nil where nothing is stored. An outcome of a newer version is left out.
    init?(stored text: String?) throws {
        guard let text else { return nil }
        let candidates = try (JSONValue(parsing: text.utf8).array ?? []).compactMap { value -> Candidate? in
            guard let pair = value.array, pair.count == 2, let account = pair[0].integer,
                let outcome = pair[1].text.flatMap({ Outcome(rawValue: $0.string) })
            else { return nil }
            return Candidate(ID(account), outcome)
        }
        self.init(candidates)
    }
}
