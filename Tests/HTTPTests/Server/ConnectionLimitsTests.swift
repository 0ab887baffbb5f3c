import Testing
import Transport

@testable import HTTP

@Suite struct ConnectionLimitsTests {
    private let stranger = IPAddress("203.0.113.5")!
    private let other = IPAddress("2001:db8::1")!
    private let proxy = IPAddress("10.0.0.7")!
    private let loopback = IPAddress("127.0.0.1")!

    private func limits(_ limit: Int, perAddress: Int) -> ConnectionLimits {
        var options = ServerOptions()
        options.connections = limit
        options.connectionsPerAddress = perAddress
        options.trustedProxies = [CIDR("10.0.0.0/8")!]
        return ConnectionLimits(options)
    }

    @Test func `an address has its share and others have theirs`() {
        let limits = limits(100, perAddress: 2)
        #expect(limits.admits(stranger) && limits.admits(stranger))
        #expect(!limits.admits(stranger))
        #expect(limits.admits(other))
        limits.leave(stranger)
        #expect(limits.admits(stranger))
        #expect(!limits.admits(stranger))
    }

    @Test func `loopback and trusted proxies have no share of their own, but count`() {
        let limits = limits(7, perAddress: 1)
        for _ in 0..<3 { #expect(limits.admits(loopback) && limits.admits(proxy)) }
        #expect(limits.admits(stranger))
        #expect(!limits.admits(loopback))
        limits.leave(proxy)
        #expect(limits.admits(loopback))
    }

    @Test func `who was not admitted takes no place`() {
        let limits = limits(3, perAddress: 1)
        #expect(limits.admits(stranger))
        for _ in 0..<10 { #expect(!limits.admits(stranger)) }
        #expect(limits.admits(loopback) && limits.admits(loopback))
    }
}
