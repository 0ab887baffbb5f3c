import Testing
import Wire

@Suite struct JSONSmoke {
    @Test func `a text survives a round trip`() throws {
        let text = #"{"a":[1,2.50,-3e10,"\"\\\n😀é",true,null],"b":{}}"#
        #expect(try JSONValue(parsing: text.utf8).text == text)
        #expect(try JSONValue(parsing: #""\ud83d\ude00\ud83d""#.utf8).string == "😀\u{FFFD}")
        #expect(throws: JSONError.duplicateKey("a")) { try JSONValue(parsing: #"{"a":1,"a":2}"#.utf8) }
    }
}
