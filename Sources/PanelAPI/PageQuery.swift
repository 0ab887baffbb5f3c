import Domain
import HTTP
import JSON
import Web
import Wire

/// Which page of a list is asked for: `?p=1&page_size=20`.
struct PageQuery: Sendable {
    let number: Int
    let size: Int

    static let largest = 100

    /// Throws `invalid` for what is no number and for more than 100 a page. A page before the first is the first.
    init(of call: Call) throws(ChatError) {
        let items = call.request.items
        number = max(1, try items.integer("p", upTo: 1_000_000_000) ?? 1)
        size = try items.integer("page_size", upTo: Self.largest) ?? 20
        guard size > 0 else { throw .invalid(field: "page_size", .outOfRange(1...Int64(Self.largest))) }
    }

    var page: Page { Page(offset: (number - 1) * size, limit: size) }

    func envelope(_ items: [JSONValue], of total: Int) -> Response {
        .envelope([
            "items": .array(items), "total": .integer(total), "page": .integer(number), "page_size": .integer(size),
        ])
    }
}

extension Query {
    /// A whole number from 0 to `limit`; nil when absent or empty.
    func integer(_ name: Text, upTo limit: Int) throws(ChatError) -> Int? {
        guard let text = self[name], !text.isEmpty else { return nil }
        guard let number = text.integer, number <= limit, number >= 0 else {
            throw .invalid(field: name.string, .outOfRange(0...Int64(limit)))
        }
        return number
    }

    /// An id to filter by; nil when absent or empty.
    func id<Entity>(_ name: Text, of _: Entity.Type = Entity.self) throws(ChatError) -> ID<Entity>? {
        try integer(name, upTo: .max).map { ID(Int64($0)) }
    }

    /// One of a few words; nil when absent.
    func word<Word: RawRepresentable & CaseIterable>(_ name: Text, of _: Word.Type) throws(ChatError) -> Word?
    where Word.RawValue == String {
        guard let text = self[name] else { return nil }
        guard let word = Word(rawValue: text.string) else {
            throw .invalid(field: name.string, .notOneOf(Word.allCases.map(\.rawValue)))
        }
        return word
    }
}
