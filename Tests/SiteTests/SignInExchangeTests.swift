import Domain
import JSON
import Synchronization
import TestKit
import Testing
import Transport
import Wire

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

@Suite struct ExchangeCookiesTests {
    let clock = ManualClock()
    let used = MemoryUsedTokens()

    private func process(_ key: SealingKey = .ofTests, isSecure: Bool = false) -> ExchangeCookies {
        ExchangeCookies(key: key, used: used, clock: clock, cookie: HostCookie("exchange", isSecure: isSecure))
    }

    private func cookies(_ headers: String?...) throws -> Cookies {
        Cookies(try headers.map { Text(try #require($0).prefix { $0 != ";" }) })
    }

    @Test func `a token comes back once`() async throws {
        let exchange = process()
        let cookies = try cookies(exchange.header(for: "token-1"))
        #expect(try await exchange.isPending(cookies))
        #expect(try await exchange.take(cookies) == "token-1")
        #expect(try await exchange.take(cookies) == nil)
        #expect(try await !exchange.isPending(cookies))
    }

    @Test func `a token that came back to one process comes back to no other one, nor after a restart`() async throws {
        let cookies = try cookies(process().header(for: "token-1"))
        #expect(try await process().take(cookies) == "token-1")
        let other = process()
        #expect(try await !other.isPending(cookies))
        #expect(try await other.take(cookies) == nil)
    }

    @Test func `after a minute it is gone`() async throws {
        let exchange = process()
        let early = try cookies(exchange.header(for: "token-1"))
        let late = try cookies(exchange.header(for: "token-2"))
        clock.advance(by: .milliseconds(59_999))
        #expect(try await exchange.take(early) == "token-1")
        clock.advance(by: .milliseconds(1))
        #expect(try await !exchange.isPending(late))
        #expect(try await exchange.take(late) == nil)
    }

    @Test func `of several cookies the first that is good counts`() async throws {
        let exchange = process()
        let (first, second) = (exchange.header(for: "token-1"), exchange.header(for: "token-2"))
        let all = try cookies("exchange=planted", first, second, first)
        #expect(try await exchange.take(all) == "token-1")
        #expect(try await exchange.isPending(all))
        #expect(try await exchange.take(all) == "token-2")
        #expect(try await exchange.take(all) == nil)
    }

    @Test func `the cookie holds nothing of the token that can be read`() throws {
        let exchange = process(isSecure: true)
        let header = try #require(exchange.header(for: "token-1"))
        #expect(header.hasPrefix("__Host-exchange="))
        #expect(header.hasSuffix("; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure"))
        #expect(!header.contains("token-1"))
        #expect(exchange.header(for: "token-1") != header)
    }

    @Test func `what cannot be a token gets no cookie`() async throws {
        #expect(process().header(for: "") == nil)
        #expect(process().header(for: String(repeating: "x", count: 129)) == nil)
        let longest = String(repeating: "é", count: 64)
        #expect(try await process().take(cookies(process().header(for: longest))) == longest)
    }

    @Test func `another process with the same key takes it, one with another key does not`() async throws {
        let cookies = try cookies(process().header(for: "token-1"))
        #expect(try await process(.ofStrangers).take(cookies) == nil)
        #expect(try await process().take(cookies) == "token-1")
    }
}

/// Used tokens in the memory of a test.
final class MemoryUsedTokens: UsedTokens {
    private let ends = Mutex<[[UInt8]: Timestamp]>([:])

    func use(_ hash: [UInt8], until end: Timestamp) async throws(ChatError) -> Bool {
        ends.withLock { $0.updateValue(end, forKey: hash) == nil }
    }

    func isUsed(_ hash: [UInt8]) async throws(ChatError) -> Bool { ends.withLock { $0[hash] != nil } }

    func purge(before moment: Timestamp) async throws(ChatError) {
        ends.withLock { ends in ends = ends.filter { $0.value >= moment } }
    }
}
