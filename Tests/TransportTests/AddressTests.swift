import Testing
import Transport

@Suite struct AddressTests {
    @Test func `a block contains its addresses and no others`() throws {
        let cases: [(String, inside: [String], outside: [String])] = [
            (
                "10.0.0.0/8", ["10.0.0.0", "10.255.255.255", "::ffff:10.1.2.3"],
                ["11.0.0.0", "9.255.255.255", "::a00:0"]
            ),
            ("192.168.1.128/25", ["192.168.1.128", "192.168.1.255"], ["192.168.1.127", "192.168.2.128"]),
            ("127.0.0.1", ["127.0.0.1"], ["127.0.0.2"]),
            ("0.0.0.0/0", ["1.2.3.4"], ["::1"]),
            ("fd00::/8", ["fd12::1"], ["fe00::1", "10.0.0.1"]),
        ]
        for (text, inside, outside) in cases {
            let block = try #require(CIDR(text))
            for address in inside { #expect(block.contains(try #require(IPAddress(address))), "\(text) \(address)") }
            for address in outside { #expect(!block.contains(try #require(IPAddress(address))), "\(text) \(address)") }
        }
    }

    @Test(arguments: ["", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "x/8", "10.0.0.0/8/8", "::/129", "10.0.0.0/"])
    func `what is no block is refused`(_ text: String) {
        #expect(CIDR(text) == nil)
    }

    @Test func `an address has one text`() {
        #expect(IPAddress("::ffff:1.2.3.4") == IPAddress("1.2.3.4"))
        #expect(IPAddress("0:0::0:1")?.description == "::1")
        #expect(IPAddress("127.8.9.1")?.isLoopback == true && IPAddress("::1")?.isLoopback == true)
        #expect(IPAddress("128.0.0.1")?.isLoopback == false && IPAddress("::2")?.isLoopback == false)
    }
}
