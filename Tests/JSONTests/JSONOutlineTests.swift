import JSON
import TestKit
import Testing

@Suite struct JSONOutlineTests {
    @Test func `members are found where they stand, whatever is inside of them`() throws {
        let text = Array(#" { "a" : [1, {"model":"no"}, "]}"] , "model" : "x\"y" ,"n":-1.5e3,"o":{},"t":true} "#.utf8)
        let outline = try JSONOutline(text)
        #expect(outline.members.map(\.name) == ["a", "model", "n", "o", "t"])
        let values = outline.members.map { String(decoding: text[$0.range], as: UTF8.self) }
        #expect(values == [#"[1, {"model":"no"}, "]}"]"#, #""x\"y""#, "-1.5e3", "{}", "true"])
        #expect(try JSONOutline(Array("{}".utf8)).members.isEmpty)
        #expect(try JSONOutline(Array(#"{"mod\u0065l":1}"#.utf8))["model"] != nil)
    }

    @Test func `the first member of a name is found, and nothing behind it is looked at`() throws {
        let text = Array(#" {"a":{"b":2},"b" : [1,"}"] ,"b":3, broken"#.utf8)
        let range = try #require(try JSONOutline.first("b", in: text))
        #expect(String(decoding: text[range], as: UTF8.self) == #"[1,"}"]"#)
        #expect(try JSONOutline.first("b", in: Array("{}".utf8)) == nil)
        #expect(try JSONOutline.first("b", in: Array(#"{"a":1}"#.utf8)) == nil)
        for broken in ["", "[]", "{", #"{"a""#, #"{"a":1,"#, #"{"a":1,"b""#, #"{"a":1,"b":"#, #"{"b":[1}"#] {
            #expect(throws: JSONError.self) { try JSONOutline.first("b", in: Array(broken.utf8)) }
        }
    }

    @Test func `as many values as nobody would build are looked through`() throws {
        let row = "[" + Array(repeating: "0.123456", count: 1536).joined(separator: ",") + "]"
        let text = Array(#"{"input":[\#(Array(repeating: row, count: 100).joined(separator: ","))],"model":"m"}"#.utf8)
        #expect(throws: JSONError.tooMany) { try JSONValue(parsing: text) }
        #expect(try JSONOutline(text)["model"] != nil)
    }

    @Test(arguments: [
        "", " ", "[]", "1", "\"x\"", "{", "}", "{}x", "{}{}", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{,}"#, #"{"a":[}"#,
        #"{"a":[1}"#,
        #"{"a":1]"#, #"{"a":"x}"#, #"{"a":"x\"#, #"{"a":"x\"}"#, "{\"a\":\"\n\"}", #"{a:1}"#, #"{"a":1 2}"#,
        #"{"a":,}"#, #"{"a"::1}"#,
    ])
    func `what is no object is refused`(text: String) {
        #expect(throws: JSONError.self) { try JSONOutline(Array(text.utf8)) }
    }

    @Test func `a member that comes twice, and what is too deep, is refused`() {
        #expect(throws: JSONError.duplicateKey("model")) { try JSONOutline(Array(#"{"model":1,"model":2}"#.utf8)) }
        let deep = String(repeating: "[", count: 1 << 20)
        #expect(throws: JSONError.tooDeep) { try JSONOutline(Array("{\"a\":\(deep)".utf8)) }
    }

    /// What is JSON is found as the parser finds it; of what is none, nothing is found that the parser would not.
    @Test func `of broken texts no more is found than is there`() {
        var random = SplitMix(11)
        let whole = Array(#"{"model":"gpt","input":["a",{"b":[1,2,{"c":"}\"]"}]}],"n":12,"x":null}"#.utf8)
        for _ in 0..<20_000 {
            var text = whole
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let at = Int.random(in: 0..<text.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: text.remove(at: at)
                case 1: text.insert("{}[],:\"\\ 1".utf8.randomElement(using: &random)!, at: at)
                default: text[at] = "{}[],:\"\\ 1".utf8.randomElement(using: &random)!
                }
            }
            guard let parsed = try? JSONValue(parsing: text) else {
                _ = try? JSONOutline(text)
                continue
            }
            let outline = try? JSONOutline(text)
            #expect((outline?.members.map(\.name)) == parsed.members?.map(\.key))
            for member in outline?.members ?? [] {
                #expect((try? JSONValue(parsing: text[member.range])) == parsed[member.name])
            }
        }
    }
}
