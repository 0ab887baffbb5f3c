import JSON
import TestKit
import Testing
import Wire

@Suite struct Base64Tests {
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy"), ("~~?~", "fn4/fg=="),
    ])
    func `bytes are written with padding, and read with it or without, in either alphabet`(text: String, base64: String)
    {
        #expect(Base64.encode(Array(text.utf8)) == base64)
        let bare = base64.replacing("=", with: "")
        for form in [base64, bare, bare.replacing("/", with: "_")] {
            #expect(Base64.decode(Text(form)) == Array(text.utf8))
        }
    }

    @Test(arguments: ["Z", "Zg=", "Zg===", "Zh==", "Z!==", "=", "Zm9v====", "Zm 9v"])
    func `what is not base64 is nothing`(text: String) {
        #expect(Base64.decode(Text(text)) == nil)
    }

    @Test func `any bytes come back`() {
        var random = SplitMix(5)
        for count in 0..<100 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(Base64.decode(Text(Base64.encode(bytes))) == bytes)
        }
    }
}
