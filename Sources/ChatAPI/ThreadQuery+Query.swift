import Domain
import JSON
import Web
import Wire

extension ThreadQuery {
    /// `limit` with `before`, or `since`; none of them: the whole (chatmirror.md §3). Throws `invalid` with the name of the parameter.
    init(_ items: Query) throws(ChatError) {
        let limit = try items.number("limit", upTo: 1_000)
        let before = try items["before"].map { text throws(ChatError) -> Key<Message> in
            guard let id = Key<Message>(text.string) else { throw .invalid(field: "before", .notAKey) }
            return id
        }
        let since = try items.number("since", upTo: 1_000_000_000)
        switch (limit, before, since) {
        case (nil, nil, nil): self = .whole
        case (nil, nil, let version?): self = .since(version)
        case (0, nil, nil): self = .outline
        case (let limit, let before, nil): self = .newest(max(1, limit ?? 50), before: before)
        default: throw .invalid(field: "since", .besides(limit == nil ? "before" : "limit"))
        }
    }
}
