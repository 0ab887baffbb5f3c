internal import Domain
internal import JSON

/// What is changed in a request that stays in its asker's own words.
extension JSONValue {
    /// What gateways take for orders of their own: where to ask, with which key, and which other models. Of all else that is not known
    /// here nothing is left out.
    private static let orders: Set<Text> = [
        "api_base", "api_key", "api_version", "base_url", "extra_headers", "headers", "models", "fallbacks",
        "model_list",
    ]

    var withoutOrders: JSONValue { without(Self.orders) }

    /// An object without these members.
    func without(_ keys: Set<Text>) -> JSONValue {
        guard let members, members.contains(where: { keys.contains($0.key) }) else { return self }
        return .object(members.filter { !keys.contains($0.key) })
    }

    /// Calls a member otherwise; another one that is called so already is left out.
    mutating func rename(_ name: Text, _ other: Text) {
        guard self[name] != nil, name != other, case .object(var members) = self else { return }
        members.removeAll { $0.key == other }
        for index in members.indices where members[index].key == name { members[index].key = other }
        self = .object(members)
    }

    /// Leaves out, or calls otherwise, what the upstream is known to refuse.
    mutating func mind(_ learned: [LearnedOption]) {
        for option in learned {
            if let instead = option.instead {
                rename(Text(option.field), Text(instead))
            } else {
                self[Text(option.field)] = nil
            }
        }
    }
}

extension AccountOptions {
    /// The fields to add to every request.
    var parameterMembers: [JSONValue.Member] {
        guard !parameters.isEmpty else { return [] }
        return (try? JSONValue(parsing: parameters.utf8))?.members ?? []
    }

    /// The same but for OpenAI's word for how much is thought, which other formats say in their own way (`Prompt.asked`).
    var parameterMembersElsewhere: [JSONValue.Member] { parameterMembers.filter { $0.key != "reasoning_effort" } }

    /// How much is to be thought, where the account says so.
    var reasoningEffort: Text? { parameterMembers.first { $0.key == "reasoning_effort" }?.value.text }
}
