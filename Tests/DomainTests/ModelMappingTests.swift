import Domain
import JSON
import Testing

@Suite struct ModelMappingTests {
    private func mapping(_ pairs: KeyValuePairs<String, String>) -> ModelMapping {
        ModelMapping(pairs.map { .init(Text($0.key), Text($0.value)) })
    }

    @Test func `a name is followed to the end of its chain, and others stay`() {
        let mapping = mapping(["a": "b", "b": "c", "x": "x", "y": "x"])
        #expect(["a", "b", "c", "x", "y", "z"].map(mapping.name) == ["c", "c", "c", "x", "x", "z"])
        #expect(mapping.circle == nil && ModelMapping().name(of: "a") == "a")
    }

    @Test func `names are told apart by their bytes`() {
        #expect(mapping(["caf\u{E9}": "b"]).name(of: "cafe\u{301}") == "cafe\u{301}")
    }

    @Test func `a circle is found, wherever it is entered, and followed by nobody for ever`() {
        #expect(mapping(["a": "b", "b": "a"]).circle == "a")
        let entered = mapping(["in": "a", "a": "b", "b": "c", "c": "a"])
        #expect(entered.circle == "in")
        #expect(["a", "b", "c"].contains(entered.name(of: "in")))
        #expect(mapping(["a": "a"]).circle == nil)
    }
}
