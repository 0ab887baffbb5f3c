import Domain
import TestKit
import Testing
import Transport
import Wire

@testable import Site

@Suite struct ExchangeCookiesTests {
    let clock = ManualClock()

    private func cookies(_ header: String?) throws -> Cookies {
        Cookies([Text(try #require(header).prefix { $0 != ";" })])
    }

    @Test func `a token comes back once`() throws {
        let exchange = ExchangeCookies(key: .random(), clock: clock, isSecure: false)
        let cookies = try cookies(exchange.cookie(for: "token-1"))
        #expect(exchange.isPending(cookies))
        #expect(exchange.take(cookies) == "token-1")
        #expect(exchange.take(cookies) == nil)
        #expect(!exchange.isPending(cookies))
    }

    @Test func `after a minute it is gone`() throws {
        let exchange = ExchangeCookies(key: .random(), clock: clock, isSecure: false)
        let early = try cookies(exchange.cookie(for: "token-1"))
        let late = try cookies(exchange.cookie(for: "token-2"))
        clock.advance(by: .milliseconds(59_999))
        #expect(exchange.take(early) == "token-1")
        clock.advance(by: .milliseconds(1))
        #expect(!exchange.isPending(late))
        #expect(exchange.take(late) == nil)
    }

    @Test func `the cookie holds nothing of the token that can be read`() throws {
        let exchange = ExchangeCookies(key: .random(), clock: clock, isSecure: true)
        let header = try #require(exchange.cookie(for: "token-1"))
        #expect(header.hasPrefix("__Host-exchange="))
        #expect(header.hasSuffix("; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure"))
        #expect(!header.contains("token-1"))
        #expect(exchange.cookie(for: "token-1") != header)
    }

    @Test func `what cannot be a token gets no cookie`() throws {
        let exchange = ExchangeCookies(key: .random(), clock: clock, isSecure: false)
        #expect(exchange.cookie(for: "") == nil)
        #expect(exchange.cookie(for: String(repeating: "x", count: 129)) == nil)
    }

    @Test func `another process with the same key takes it, one with another key does not`() throws {
        let key = SealingKey.random()
        let cookies = try cookies(ExchangeCookies(key: key, clock: clock, isSecure: false).cookie(for: "token-1"))
        #expect(ExchangeCookies(key: .random(), clock: clock, isSecure: false).take(cookies) == nil)
        #expect(ExchangeCookies(key: key, clock: clock, isSecure: false).take(cookies) == "token-1")
    }
}
