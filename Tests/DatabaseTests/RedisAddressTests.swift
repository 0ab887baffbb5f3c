import Testing

@testable import Database

@Suite struct RedisAddressTests {
    @Test func `an address over the network`() throws {
        let plain = try RedisAddress("redis://cache")
        #expect(plain.endpoint == .tcp(host: "cache", port: 6379))
        #expect(plain.database == 0 && plain.password == nil)
        let full = try RedisAddress("redis://anna:p%40ss%3A@[::1]:7000/3")
        #expect(full.endpoint == .tcp(host: "::1", port: 7000))
        #expect(full.user == "anna" && full.password == "p@ss:" && full.database == 3)
        #expect(try RedisAddress("redis://:secret@127.0.0.1/").user == nil)
    }

    @Test func `an address of a socket`() throws {
        let plain = try RedisAddress("unix:///run/redis.sock")
        #expect(plain.endpoint == .unix(path: "/run/redis.sock"))
        let full = try RedisAddress("unix://:secret@/run/redis.sock?db=2")
        #expect(full.endpoint == .unix(path: "/run/redis.sock"))
        #expect(full.password == "secret" && full.database == 2)
    }

    @Test(arguments: [
        "", "redis", "http://cache", "redis://", "redis://:secret@", "redis://cache:0", "redis://cache:66000",
        "redis://cache/x", "redis://cache/-1", "redis://ca che", "unix://run/redis.sock", "unix:///r?db=x",
        "redis://secret@cache", "redis://:%zz@cache",
    ])
    func `what is no address is refused`(text: String) {
        let error = #expect(throws: RedisAddress.Invalid.self) { try RedisAddress(text) }
        #expect(error?.description.contains("secret") == false)
    }

    @Test func `TLS is refused by its name`() {
        let error = #expect(throws: RedisAddress.Invalid.self) { try RedisAddress("rediss://cache") }
        #expect(error?.description.contains("TLS") == true)
    }

    @Test func `the password is never shown`() throws {
        for text in ["redis://anna:hunter2@cache/1", "unix://:hunter2@/run/redis.sock"] {
            let address = try RedisAddress(text)
            var dumped = ""
            dump(address, to: &dumped)
            #expect(!("\(address) \(String(reflecting: address))" + dumped).contains("hunter2"))
        }
    }
}
