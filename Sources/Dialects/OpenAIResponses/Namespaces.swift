internal import Domain
internal import JSON

/// Named groups of functions, which no other format has: there each function has one name, its own where no other tool has the same,
/// else `<namespace>__<name>`.
struct Namespaces: Sendable {
    /// By namespace and name: the one name.
    private var flat: [Member: Text] = [:]
    /// By the one name, and by `<namespace>__<name>` in any case.
    private var members: [Text: Member] = [:]

    struct Member: Hashable, Sendable {
        let namespace: Text
        let name: Text
    }

    /// Those of a request; what has the wrong form is looked at later.
    init(of request: JSONValue?) {
        let tools = request?["tools"]?.array ?? []
        guard tools.contains(where: { $0["type"] == "namespace" }) else { return }
        var counts: [Text: Int] = [:]
        for name in tools.flatMap(Self.names) { counts[name, default: 0] += 1 }
        for tool in tools where tool["type"] == "namespace" {
            guard let namespace = tool["name"]?.text else { continue }
            for name in Self.names(of: tool) {
                let member = Member(namespace: namespace, name: name)
                let long = Self.joined(member)
                flat[member] = counts[name] == 1 ? name : long
                members[flat[member]!] = member
                members[long] = member
            }
        }
    }

    private static func names(of tool: JSONValue) -> [Text] {
        guard tool["type"] == "namespace" else { return tool["name"]?.text.map { [$0] } ?? [] }
        return (tool["tools"]?.array ?? []).compactMap { $0["name"]?.text }
    }

    private static func joined(_ member: Member) -> Text { Text("\(member.namespace)__\(member.name)").openAIToolName }

    /// The one name of a tool. One that is not known was offered in an earlier request.
    func name(_ name: Text, in namespace: Text?) -> Text {
        guard let namespace, !namespace.isEmpty else { return name }
        let member = Member(namespace: namespace, name: name)
        return flat[member] ?? Self.joined(member)
    }

    /// Which tool of a namespace has this one name; nil for a tool of none.
    func member(called name: Text) -> Member? { members[name] }
}
