import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Transport
@testable import Web

/// A browser that has signed in before is not kept out by what strangers do.
@Suite(.timeLimit(.minutes(5))) struct KnownDeviceTests {
    private static let password: JSONValue = "right password"

    /// A panel whose member alice has a password, and the cookie of a browser in which she has signed in.
    private static func panel(publicURL: String = "http://chat.test") async throws -> (panel: Panel, device: String) {
        let panel = try await Panel(publicURL: publicURL, passwords: .cheap)
        let hash = try await panel.ports.passwords.hash("right password", in: .signedIn)
        try await panel.ports.users.setPassword(hash, of: panel.member.user.id)
        let name = publicURL.hasPrefix("https") ? "__Host-device" : "device"
        let answer = await login(panel)
        return (panel, try #require(answer.cookie(name)))
    }

    private static func login(
        _ panel: Panel, _ name: JSONValue = "alice", _ password: JSONValue = password, on device: String? = nil,
        from address: String = "10.0.0.1"
    ) async -> Answer {
        await panel.call(
            .post, "/api/user/login", as: device, ["username": name, "password": password], from: address)
    }

    /// Strangers close the name, and the network of 10.0.0.1.
    private static func guess(_ panel: Panel) async {
        for number in 0..<10 { _ = await login(panel, "alice", "wrong", from: "10.1.\(number).1") }
        for number in 0..<20 { _ = await login(panel, .string("x\(number)"), "wrong") }
    }

    @Test func `strangers who guess at a name, in his own network too, do not keep him out where he is known`()
        async throws
    {
        let (panel, device) = try await Self.panel()
        await Self.guess(panel)
        #expect(await Self.login(panel).status == 429)
        #expect(await Self.login(panel, from: "10.2.0.1").status == 429)
        #expect(await Self.login(panel, on: device).status == 200)
        // That has opened the name to nobody else.
        #expect(await Self.login(panel, from: "10.2.0.1").status == 429)
    }

    @Test func `a device that guesses is held back by itself`() async throws {
        let (panel, device) = try await Self.panel()
        for number in 0..<10 {
            #expect(await Self.login(panel, "alice", "wrong", on: device, from: "10.1.\(number).1").status == 401)
        }
        #expect(await Self.login(panel, on: device).status == 429)
        #expect(await Self.login(panel).status == 200)
        let rows = try await panel.ports.audit.list(Page(offset: 0, limit: 99), where: AuditFilter(action: .login))
            .items
        #expect(rows.count { $0.entry.result == .throttled } == 1)
    }

    @Test func `a browser is known for its own user, under its password, for half a year`() async throws {
        let (panel, device) = try await Self.panel()
        let bob = panel.world.bob.user.id
        let (ports, hash) = (panel.ports, try await panel.ports.passwords.hash("right password", in: .signedIn))
        try await ports.users.setPassword(hash, of: bob)
        await Self.guess(panel)
        #expect(await Self.login(panel, "bob", on: device).status == 429)
        #expect(await Self.login(panel, on: "device=planted; \(device)").status == 200)
        for changed in [device.replacing("=", with: "=A"), "device=", String(device.dropLast(4))] {
            #expect(await Self.login(panel, on: changed).status == 429)
        }
        try await ports.users.setPassword(hash, of: panel.member.user.id)
        #expect(await Self.login(panel, on: device).status == 429)

        let (other, long) = try await Self.panel()
        other.clock.advance(by: KnownDevices.lifetime - .milliseconds(1))
        await Self.guess(other)
        #expect(await Self.login(other, on: long).status == 200)
        other.clock.advance(by: .milliseconds(1))
        #expect(await Self.login(other, on: long).status == 429)
    }

    @Test func `the cookie names nobody, no script reads it, and signing out keeps it, everywhere forgets it`()
        async throws
    {
        let (panel, device) = try await Self.panel(publicURL: "https://chat.test")
        let answer = await Self.login(panel, on: device)
        let header = try #require(answer.headers.all("set-cookie").last)
        #expect(header.hasPrefix("__Host-device=") && !header.contains("alice"))
        #expect(header.hasSuffix("; Path=/; HttpOnly; SameSite=Lax; Max-Age=15552000; Secure"))
        #expect(answer.cookie("__Host-device") != device)
        let cookie = try #require(answer.cookie("__Host-session"))
        #expect(await panel.call(.post, "/api/user/logout", as: cookie).cookie("__Host-device") == nil)
        let second = try #require(await Self.login(panel).cookie("__Host-session"))
        let farewell = await panel.call(.post, "/api/user/logout_everywhere", as: second)
        #expect(farewell.cookie("__Host-device") == "__Host-device=")
        #expect(await Self.login(panel, "alice", "wrong").headers["set-cookie"] == nil)
    }

    @Test func `the browser in which the administrator was made is known`() async throws {
        let panel = try await Panel(hasPassword: false, passwords: .cheap)
        let answer = await panel.call(
            .post, "/api/setup",
            ["token": .string(Panel.setupToken), "username": "owner", "password": Self.password])
        let device = try #require(answer.cookie("device"))
        for number in 0..<10 { _ = await Self.login(panel, "owner", "wrong", from: "10.1.\(number).1") }
        #expect(await Self.login(panel, "owner").status == 429)
        #expect(await Self.login(panel, "owner", on: device).status == 200)
    }

    @Test func `while strangers fill the queue of hashes, known devices and sessions have their places`() async throws {
        let (panel, device) = try await Self.panel()
        let hash = try await panel.ports.passwords.hash("right password", in: .signedIn)
        try await panel.ports.users.setPassword(hash, of: panel.root.id)
        let places = panel.ports.passwords.places
        let held = [try await places.enter(.stranger), try await places.enter(.stranger)]
        let strangers = (0..<HashingPlaces.queueLimit).map { _ in
            Task { places.leave(try await places.enter(.stranger)) }
        }
        #expect(await places.areWaiting(HashingPlaces.queueLimit, in: .stranger))
        let refused = await Self.login(panel)
        #expect(refused.status == 429 && refused.headers["retry-after"] == "2")

        async let signIn = Self.login(panel, on: device)
        async let confirmed = panel.root(.post, "/api/user/confirm", ["password": Self.password])
        async let made = panel.root(.post, "/api/user/", ["username": "lin", "password": "long enough"])
        #expect(await places.areWaiting(1, in: .knownDevice))
        #expect(await places.areWaiting(2, in: .signedIn))
        // They are served before all of the strangers.
        held.forEach(places.leave)
        #expect(await [signIn.status, confirmed.status, made.status] == [200, 200, 200])
        for stranger in strangers { try await stranger.value }
    }
}

extension HashingPlaces {
    /// Passes until so many wait; false when the test's time is over before.
    fileprivate func areWaiting(_ count: Int, in lane: PasswordHasher.Lane) async -> Bool {
        while waiting(in: lane) < count {
            guard !Task.isCancelled else { return false }
            await Task.yield()
        }
        return true
    }
}
