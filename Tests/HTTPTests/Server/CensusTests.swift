import Testing
import Transport

@testable import HTTP

@Suite struct CensusTests {
    private let stranger = IPAddress("203.0.113.5")!
    private let other = IPAddress("2001:db8::1")!
    private let proxy = IPAddress("10.0.0.7")!
    private let loopback = IPAddress("127.0.0.1")!

    private func census(_ limit: Int, perAddress: Int) -> Census {
        var options = ServerOptions()
        options.connections = limit
        options.connectionsPerAddress = perAddress
        options.trustedProxies = [CIDR("10.0.0.0/8")!]
        return Census(options)
    }

    @Test func `an address has its share and others have theirs`() {
        let census = census(100, perAddress: 2)
        #expect(census.admits(stranger) && census.admits(stranger))
        #expect(!census.admits(stranger))
        #expect(census.admits(other))
        census.leave(stranger)
        #expect(census.admits(stranger))
        #expect(!census.admits(stranger))
    }

    @Test func `loopback and trusted proxies have no share of their own, but count`() {
        let census = census(7, perAddress: 1)
        for _ in 0..<3 { #expect(census.admits(loopback) && census.admits(proxy)) }
        #expect(census.admits(stranger))
        #expect(!census.admits(loopback))
        census.leave(proxy)
        #expect(census.admits(loopback))
    }

    @Test func `who was not admitted takes no place`() {
        let census = census(3, perAddress: 1)
        #expect(census.admits(stranger))
        for _ in 0..<10 { #expect(!census.admits(stranger)) }
        #expect(census.admits(loopback) && census.admits(loopback))
    }
}
