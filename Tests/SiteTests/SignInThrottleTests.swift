import Domain
import TestKit
import Testing

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

@Suite struct LoginThrottleTests {
    let clock = ManualClock()
    let throttle: LoginThrottle

    init() { throttle = LoginThrottle(clock: clock) }

    /// How many of so many failing attempts are let through.
    private func admitted(_ attempts: Int, name: (Int) -> String, address: (Int) -> String) -> Int {
        (0..<attempts).count { (try? throttle.begin(.stranger(name($0), address($0)))) != nil }
    }

    @Test func `the eleventh failure for one name is refused from anywhere`() throws {
        #expect(admitted(12, name: { _ in "eve" }, address: { "10.0.\($0).1" }) == 10)
        #expect(throws: ChatError.throttled(retryAfter: 900)) { try throttle.begin(.stranger("EVE", "192.0.2.1")) }
        _ = try throttle.begin(.stranger("adam", "10.0.0.1"))
    }

    @Test func `the twenty-first failure from one network is refused for any name`() throws {
        #expect(admitted(25, name: { "user\($0)" }, address: { "10.0.0.\($0)" }) == 20)
        #expect(throws: ChatError.throttled(retryAfter: 300)) { try throttle.begin(.stranger("new", "10.0.0.99")) }
        _ = try throttle.begin(.stranger("new", "10.0.1.99"))
    }

    @Test func `a place comes free when the oldest failure is old enough`() throws {
        _ = try throttle.begin(.stranger("eve", "10.0.0.1"))
        clock.advance(by: .seconds(100))
        #expect(admitted(9, name: { _ in "eve" }, address: { "10.1.\($0).1" }) == 9)
        #expect(throws: ChatError.throttled(retryAfter: 800)) { try throttle.begin(.stranger("eve", "10.2.0.1")) }
        clock.advance(by: .seconds(799))
        #expect(throws: ChatError.throttled(retryAfter: 1)) { try throttle.begin(.stranger("eve", "10.2.0.1")) }
        clock.advance(by: .seconds(1))
        _ = try throttle.begin(.stranger("eve", "10.2.0.1"))
    }

    @Test func `whoever goes on guessing at a name waits twice as long each time, and a quarter of an hour at most`()
        throws
    {
        func wait() -> Int? {
            do {
                _ = try throttle.begin(.stranger("eve", "10.3.0.1"))
                return nil
            } catch {
                guard case .throttled(let seconds) = error else { return nil }
                return seconds
            }
        }
        #expect(admitted(11, name: { _ in "eve" }, address: { "10.0.\($0).1" }) == 10)
        clock.advance(by: .seconds(900))
        for expected in [60, 120, 240, 480, 900, 900, 900] {
            #expect(wait() == nil)
            #expect(wait() == expected)
            clock.advance(by: .seconds(expected))
        }
        throttle.forgive(try throttle.begin(.stranger("eve", "10.3.0.1")))
        #expect(admitted(11, name: { _ in "eve" }, address: { "10.4.\($0).1" }) == 10)
    }

    @Test func `a name that nobody guesses at for a day is like any other`() throws {
        #expect(admitted(11, name: { _ in "eve" }, address: { "10.0.\($0).1" }) == 10)
        clock.advance(by: .seconds(86_400))
        #expect(admitted(11, name: { _ in "eve" }, address: { "10.0.\($0).1" }) == 10)
    }

    @Test func `a success clears the name, and takes back only itself from the network`() throws {
        for _ in 0..<9 { _ = try throttle.begin(.stranger("eve", "10.0.0.1")) }
        throttle.forgive(try throttle.begin(.stranger("eve", "10.0.0.1")))
        #expect(admitted(20, name: { "other\($0)" }, address: { _ in "10.0.0.1" }) == 11)
        #expect(admitted(20, name: { _ in "eve" }, address: { "10.9.\($0).1" }) == 10)
    }

    @Test func `an attempt that was not decided leaves no trace`() throws {
        for _ in 0..<50 { throttle.forget(try throttle.begin(.stranger("eve", "10.0.0.1"))) }
        #expect(admitted(50, name: { _ in "eve" }, address: { _ in "10.0.0.1" }) == 10)
    }

    @Test func `an attempt that was not decided makes nobody wait longer`() throws {
        #expect(admitted(9, name: { _ in "eve" }, address: { "10.0.\($0).1" }) == 9)
        throttle.forget(try throttle.begin(.stranger("eve", "10.1.0.1")))
        _ = try throttle.begin(.stranger("eve", "10.1.0.1"))
        clock.advance(by: .seconds(900))
        throttle.forget(try throttle.begin(.stranger("eve", "10.1.0.1")))
        _ = try throttle.begin(.stranger("eve", "10.1.0.1"))
        #expect(throws: ChatError.throttled(retryAfter: 60)) { try throttle.begin(.stranger("eve", "10.1.0.1")) }
    }

    @Test func `a hundred wrong links in an hour close the door to their network, not to its logins`() throws {
        for _ in 0..<100 { try throttle.countWrongLink(from: "10.0.0.1") }
        #expect(throws: ChatError.throttled(retryAfter: 3600)) { try throttle.countWrongLink(from: "10.0.0.9") }
        try throttle.countWrongLink(from: "10.0.1.1")
        _ = try throttle.begin(.stranger("eve", "10.0.0.1"))
        clock.advance(by: .seconds(3600))
        try throttle.countWrongLink(from: "10.0.0.9")
    }

    @Test func `a site of version 6 has a bound for all its networks together, higher than that of one`() throws {
        func network(_ number: Int, of site: String = "2001:db8:1") -> String {
            "\(site):\(String(number, radix: 16))::1"
        }
        #expect(admitted(25, name: { "user\($0)" }, address: { _ in network(1) }) == 20)
        #expect(admitted(100, name: { "name\($0)" }, address: { network(2 + $0) }) == 80)
        #expect(throws: ChatError.throttled(retryAfter: 300)) { try throttle.begin(.stranger("new", network(900))) }
        _ = try throttle.begin(.stranger("new", network(900, of: "2001:db8:2")))
        for number in 0..<500 { try throttle.countWrongLink(from: network(number)) }
        #expect(throws: ChatError.throttled(retryAfter: 3600)) { try throttle.countWrongLink(from: network(900)) }
        try throttle.countWrongLink(from: network(900, of: "2001:db8:2"))
    }

    @Test func `nobody's failures hold back another source`() throws {
        let now = clock.now
        func session(_ hash: UInt8, by link: Int64? = nil) -> LoginThrottle.Source {
            .session(
                Session(
                    hash: [hash], user: ID(1), link: link.map { ID($0) }, createdAt: now,
                    expiresAt: now + Session.lifetime))
        }
        func device(_ id: UInt8, of user: Int64 = 1) -> LoginThrottle.Source {
            .device(KnownDevice(id: [id], user: ID(user)))
        }
        let sources = [
            .stranger("eve", "10.0.0.1"), .stranger("adam", "10.0.1.1"), device(1), device(2), device(1, of: 2),
            session(1), session(2), session(3, by: 1), session(4, by: 2),
        ]
        for (place, source) in sources.enumerated() where place != 4 {
            for _ in 0..<10 { _ = try throttle.begin(source) }
            #expect(throws: ChatError.throttled(retryAfter: 900)) { try throttle.begin(source) }
        }
        // A device is a device, whoever uses it.
        #expect(throws: ChatError.throttled(retryAfter: 900)) { try throttle.begin(sources[4]) }
        // All sessions of one link are one.
        #expect(throws: ChatError.throttled(retryAfter: 900)) { try throttle.begin(session(5, by: 2)) }
        // A third device is the last that the user has within the time.
        for _ in 0..<10 { _ = try throttle.begin(device(3)) }
        #expect(throws: ChatError.throttled(retryAfter: 900)) { try throttle.begin(device(4)) }
        clock.advance(by: .seconds(900))
        throttle.forgive(try throttle.begin(device(1)))
        for _ in 0..<10 { _ = try throttle.begin(device(1)) }
    }

    @Test func `wrong links from ever new networks neither fill the memory nor hide who guesses passwords`() throws {
        let throttle = LoginThrottle(clock: clock, most: 1000)
        for number in 0..<3000 { try throttle.countWrongLink(from: "2001:\(String(number, radix: 16))::1") }
        #expect(throttle.size == 1000)
        for _ in 0..<10 { _ = try throttle.begin(.stranger("eve", "10.0.0.1")) }
        #expect(throws: ChatError.throttled(retryAfter: 900)) { try throttle.begin(.stranger("eve", "10.0.0.1")) }
        clock.advance(by: .seconds(3600))
        for number in 0..<5000 { throttle.forget(try throttle.begin(.stranger("n\(number)", "10.0.1.1"))) }
        #expect(throttle.size <= 1002)
    }

    @Test(arguments: [
        ("192.0.2.7", "192.0.2.250", true), ("192.0.2.7", "192.0.3.7", false),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true), ("2001:db8:1:2::1", "2001:db8:1:3::1", false),
        ("::ffff:192.0.2.7", "192.0.2.9", true), ("fe80::1%eth0", "fe80::2", true), ("unix", "unix", true),
        ("unix", "other", false),
    ])
    func `a network is a 24 of version 4 and a 64 of version 6`(one: String, other: String, isSame: Bool) {
        #expect((NetworkPrefix.of(one) == NetworkPrefix.of(other)) == isSame)
    }
}
