import JSON
import Testing
import Wire

@Suite struct URLTextTests {
    @Test func `a query is decoded pairs in their order`() {
        let query = Query("a=1&b=x+y&a=%C3%A9&flag&=v&c=1=2")
        #expect(query["a"] == "1")
        #expect(query.all("a") == ["1", "é"])
        #expect(query["b"] == "x y")
        #expect(query["flag"] == "")
        #expect(query["c"] == "1=2")
        #expect(query["missing"] == nil)
        #expect(query.pairs.map(\.name) == ["a", "b", "a", "flag", "", "c"])
        #expect(Query(nil).pairs.isEmpty)
        #expect(Query("a=%2B+")["a"] == "+ ")
    }

    @Test func `an accent after a separator does not hide it`() {
        let query = Query("a=1&\u{301}b=2&=\u{301}&c=+\u{301}")
        #expect(query.pairs.map(\.name) == ["a", "\u{301}b", "", "c"])
        #expect(query["c"] == " \u{301}")
        let cookies = Cookies(["a=1;\u{301}b=2; c=\"\u{301}\"; d=\u{301}x"])
        #expect(cookies.pairs.map(\.name) == ["a", "\u{301}b", "c", "d"])
        #expect(cookies["c"] == "\u{301}")
    }

    @Test(arguments: ["%", "%4", "%zz", "%ff", "%00", "a%C3"])
    func `a broken escape is left out`(_ text: String) {
        #expect(percentDecoded(text) == nil)
        #expect(Query("a=\(text)&b=1").pairs.map(\.name) == ["b"])
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("\u{3FF}\u{3FF}", "z7_Pvw"),
    ])
    func `base64url is that of its document`(_ plain: String, _ text: String) {
        #expect(Base64URL.encode(Array(plain.utf8)) == text)
        #expect(Base64URL.decode(Text(text)) == Array(plain.utf8))
    }

    @Test(arguments: ["Z", "Zg==", "Zm+v", "Zh", "Zm9", "Z\u{E9}9v"])
    func `text that no bytes become is no base64url`(_ text: String) {
        #expect(Base64URL.decode(Text(text)) == nil)
    }

    @Test func `every byte survives both alphabets`() {
        let bytes = (0...255).map { UInt8($0) }
        #expect(Base64URL.decode(Text(Base64URL.encode(bytes))) == bytes)
        #expect(Hexadecimal.decode(Hexadecimal.encode(bytes)) == bytes)
        #expect(Hexadecimal.encode([0, 171, 255]) == "00abff")
        #expect(Hexadecimal.decode("0g") == nil && Hexadecimal.decode("012") == nil)
    }
}

@Suite struct CookiesTests {
    @Test func `cookies come in their order, from one field or several`() {
        let cookies = Cookies(["a=1; b=\"two\";c=x=y ; d=", "a=2"])
        #expect(cookies["a"] == "1")
        #expect(cookies["b"] == "two")
        #expect(cookies["c"] == "x=y")
        #expect(cookies["d"] == "")
        #expect(cookies.pairs.last?.value == "2")
        #expect(cookies["A"] == nil)
    }

    @Test func `what is no cookie is left out`() {
        #expect(Cookies(["", ";;", "nonsense", "=v", " ; "]).pairs.isEmpty)
        #expect(Cookies(["Cookie": "a=b"] as Headers)["a"] == "b")
    }
}
