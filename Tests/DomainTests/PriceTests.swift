import JSON
import Testing

@testable import Domain

/// What requests cost: `Tests/Fixtures/prices`, whose units were worked out from new-api.md by another program.
@Suite struct PriceTests {
    @Test(arguments: try PriceTable.rows()) func `a request costs what New API's arithmetic says`(row: PriceTable.Row)
        throws
    {
        let tariff = try PriceTable.prices().tariff(of: row.model, for: row.group)
        #expect(row.cost(by: tariff) == row.units, "\(row)")
    }

    @Test func `the table has hundreds of rows, of every kind`() throws {
        let rows = try PriceTable.rows()
        #expect(rows.count >= 200)
        #expect(Set(rows.map(\.endpoint)).count >= 5)
        let tariffs = try rows.map { try PriceTable.prices().tariff(of: $0.model, for: $0.group)?.price }
        #expect(tariffs.contains(nil))
        #expect(tariffs.contains { if case .call? = $0 { true } else { false } })
    }

    @Test func `a price of a call is one for each picture, and the greatest cost is bounded`() throws {
        let prices = Prices(["ModelPrice": #"{"a":1000000}"#, "GroupRatio": #"{"default":1000000}"#])
        var tariff = try #require(prices.tariff(of: "a", for: "default"))
        tariff.calls = 1000
        #expect(tariff.cost(of: nil, at: .imageGenerations) == 1_000_000_000_000)
        let tokens = Prices(["ModelRatio": #"{"a":1000000}"#]).tariff(of: "a", for: "default")
        let usage = Usage(promptTokens: .max, completionTokens: .max)
        #expect(tokens?.cost(of: usage, at: .chat) == 1_000_000_000_000)
    }

    @Test func `counters that an upstream made up cost no less than nothing`() {
        let tariff = Prices(["ModelRatio": #"{"gpt-4o":1}"#]).tariff(of: "gpt-4o", for: "default")
        let usage = Usage(promptTokens: 10, cachedTokens: 1000, imageTokens: 1000, audioTokens: 0)
        #expect(tariff?.cost(of: usage, at: .chat) == 1500)
        #expect(tariff?.cost(of: Usage(promptTokens: -5, completionTokens: -5), at: .chat) == 0)
        #expect(tariff?.cost(of: nil, at: .chat) == 0)
    }

    @Test func `what was stored before it meant anything makes models free and refuses nobody`() {
        for value in ["", "{", "[]", #"{"a":-1}"#, #"{"a":"1"}"#] {
            #expect(Prices(["ModelRatio": value])["a"] == nil)
            #expect(Prices(["GroupRatio": value]).ratio(of: "a") == .one)
        }
    }

    @Test func `models whose names only look alike have prices of their own`() {
        let prices = Prices(["ModelRatio": "{\"caf\u{E9}\":1}"])
        #expect(prices["caf\u{E9}"] != nil && prices["cafe\u{301}"] == nil)
    }

    @Test(arguments: [
        ("-1", Flaw.entry("m", .notARatio)), ("1000000.1", .entry("m", .notARatio)), ("1e7", .entry("m", .notARatio)),
        (#""2""#, .entry("m", .notARatio)), ("null", .entry("m", .notARatio)), ("1e-99", .entry("m", .notARatio)),
    ])
    func `a price that is none is refused by the name of its model`(value: String, flaw: Flaw) {
        for setting in Setting.ofPrices where setting.name != "GroupGroupRatio" {
            #expect(throws: ChatError.invalid(field: "value", flaw)) { try setting.references(of: "{\"m\":\(value)}") }
        }
        #expect(throws: ChatError.invalid(field: "value", .entry("g", flaw))) {
            try Setting.groupGroupRatio.references(of: "{\"g\":{\"m\":\(value)}}")
        }
    }

    @Test(arguments: [
        (#"{"":1}"#, Flaw.entry("", .badModelName)), (#"{"a*b*c*d*e*":1}"#, .entry("a*b*c*d*e*", .badModelPattern)),
        ("[1]", .not(.object)), ("{", .brokenJSON(at: 1)), (#"{"a":1,"a":2}"#, .nameTwice),
    ])
    func `a table that cannot be read is refused`(value: String, flaw: Flaw) {
        #expect(throws: ChatError.invalid(field: "value", flaw)) { try Setting.modelRatio.references(of: value) }
    }
}
