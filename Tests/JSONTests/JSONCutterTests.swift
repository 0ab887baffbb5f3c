import JSON
import Testing

@Suite struct JSONCutterTests {
    private static func cutter(longest: Int = 1000) -> JSONCutter {
        JSONCutter(longest: longest) { path, _ in path.isEmpty || path.last == "in" || path == [""] }
    }

    private static func events(_ text: String, cutAt size: Int, longest: Int = 1000) -> (
        [JSONCutter.Event], isComplete: Bool, isBroken: Bool
    ) {
        var cutter = cutter(longest: longest)
        var (events, rest): ([JSONCutter.Event], ArraySlice<UInt8>) = ([], Array(text.utf8)[...])
        while !rest.isEmpty {
            events += cutter.feed(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return (events, cutter.isComplete, cutter.isBroken)
    }

    private static let text = #"""
         [ {"a":1, "in": {"b":[{"c":"}]\""}], "d":"x\\"} , "e":null},7,"s", [1,[2]], {} ]
        """#

    @Test func `values come out whole, wherever the text is cut`() {
        let whole = Self.events(Self.text, cutAt: 10_000)
        #expect(whole.isComplete)
        #expect(
            whole.0 == [
                .opened(nil), .opened(nil), .value("a", Array("1".utf8)), .opened("in"),
                .value("b", Array(#"[{"c":"}]\""}]"#.utf8)), .value("d", Array(#""x\\""#.utf8)), .closed,
                .value("e", Array("null".utf8)), .closed, .value(nil, Array("7".utf8)),
                .value(nil, Array(#""s""#.utf8)), .opened(nil), .value(nil, Array("1".utf8)),
                .value(nil, Array("[2]".utf8)), .closed, .opened(nil), .closed, .closed,
            ])
        for size in 1...9 { #expect(Self.events(Self.text, cutAt: size).0 == whole.0) }
    }

    @Test func `what is cut off is not complete, and what stood before it is there`() {
        let cut = Self.events(#"[{"a":1},{"a":2"#, cutAt: 3)
        #expect(!cut.isComplete && !cut.isBroken)
        #expect(cut.0 == [.opened(nil), .opened(nil), .value("a", [49]), .closed, .opened(nil)])
    }

    @Test func `what is no JSON ends it`() {
        for text in ["[1 2]", "[,]", #"{"a" 1}"#, "{a:1}", "[1]]", #"{"a":}"#, "[}"] {
            let found = Self.events(text, cutAt: 2)
            #expect(found.isBroken && !found.isComplete, "\(text)")
        }
    }

    @Test func `a value beyond the bound comes without its bytes, and what follows is read`() {
        let long = String(repeating: "x", count: 50)
        let found = Self.events(#"[{"a":"\#(long)","b":2}]"#, cutAt: 7, longest: 40)
        #expect(found.0.contains(.value("a", nil)) && found.0.contains(.value("b", [50])))
        #expect(found.isComplete)
    }
}
