import Domain
import TestKit
import Testing
import Wire

@testable import Site

@Suite struct ExchangeCookiesTests {
    let clock = ManualClock()

    private func cookies(_ header: String?) throws -> Cookies {
        Cookies([String(try #require(header).prefix { $0 != ";" })])
    }

    @Test func `a token comes back once`() throws {
        let exchange = ExchangeCookies(clock: clock, isSecure: false)
        let cookies = try cookies(exchange.cookie(for: "token-1"))
        #expect(exchange.isPending(cookies))
        #expect(exchange.take(cookies) == "token-1")
        #expect(exchange.take(cookies) == nil)
        #expect(!exchange.isPending(cookies))
    }

    @Test func `after a minute it is gone`() throws {
        let exchange = ExchangeCookies(clock: clock, isSecure: false)
        let early = try cookies(exchange.cookie(for: "token-1"))
        let late = try cookies(exchange.cookie(for: "token-2"))
        clock.advance(by: .milliseconds(59_999))
        #expect(exchange.take(early) == "token-1")
        clock.advance(by: .milliseconds(1))
        #expect(!exchange.isPending(late))
        #expect(exchange.take(late) == nil)
    }

    @Test func `the cookie holds a random id and nothing of the token`() throws {
        let exchange = ExchangeCookies(clock: clock, isSecure: true)
        let header = try #require(exchange.cookie(for: "token-1"))
        #expect(header.hasPrefix("__Host-exchange="))
        #expect(header.hasSuffix("; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure"))
        #expect(!header.contains("token-1"))
        #expect(exchange.cookie(for: "token-1") != header)
    }

    @Test func `what cannot be a token gets no cookie, and the oldest gives way to the newest`() throws {
        let exchange = ExchangeCookies(clock: clock, isSecure: false)
        #expect(exchange.cookie(for: "") == nil)
        #expect(exchange.cookie(for: String(repeating: "x", count: 129)) == nil)
        let first = try cookies(exchange.cookie(for: "first"))
        clock.advance(by: .seconds(1))
        let second = try cookies(exchange.cookie(for: "second"))
        for _ in 0..<ExchangeCookies.mostPending - 1 { _ = exchange.cookie(for: "x") }
        #expect(exchange.take(first) == nil)
        #expect(exchange.take(second) == "second")
    }
}
