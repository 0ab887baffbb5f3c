import TestKit
import Testing
import Transport

@testable import Database

/// The storm: a proxy that delays, slices, cuts and stalls, and clients that leave at a random moment. Each answer
/// carries the nonce of its own question, or there is none.
///
/// Its sharpness is shown on a client that goes on after a reply that did not come in time. The same is to be had of a
/// whole build: `CHATMIRROR_REUSE_BROKEN_CONNECTIONS=1 swift test --scratch-path .build-broken --filter RedisStorm`
/// must fail.
@Suite(.serialized, .timeLimit(.minutes(5))) struct RedisStormTests {
    @Test func `no answer ever reaches another question`() async throws {
        let storm = try await Storm(RedisOptions())
        let tally = await storm.rage(commands: 20_000, within: .seconds(40))
        #expect(tally.mismatches == 0)
        #expect(tally.commands >= 20_000)
        // The premise: many got their answer, and many were disturbed, also on a busy machine.
        #expect(tally.answers > 2000 && tally.failures > 2000, "\(tally)")
    }

    @Test func `a client that goes on after a reply that was late is found within seconds`() async throws {
        var options = RedisOptions()
        options.reusesBrokenConnections = true
        let storm = try await Storm(options)
        let start = MonotonicTime.now
        let tally = await storm.rage(commands: 1_000_000, within: .seconds(10), untilMismatch: true)
        #expect(tally.mismatches > 0)
        #expect(MonotonicTime.now - start < .seconds(10))
    }
}

private struct Storm {
    /// Several, so that one who leaves does not end the connection of all.
    private let clients: [RedisClient]
    private let proxy: RedisProxy
    /// Its own: other tests shall not wait for the storm, nor the storm for them.
    private let loop = EventLoop.spawn()

    struct Tally {
        var answers = 0
        var failures = 0
        var mismatches = 0
        var commands: Int { answers + failures + mismatches }

        static func + (left: Tally, right: Tally) -> Tally {
            Tally(
                answers: left.answers + right.answers, failures: left.failures + right.failures,
                mismatches: left.mismatches + right.mismatches)
        }
    }

    init(_ options: RedisOptions) async throws {
        proxy = try RedisProxy(
            to: await RedisServer.shared().path,
            weather: .init(delay: .milliseconds(2), stallsOneIn: 400, stall: .milliseconds(150), cutsOneIn: 500),
            seed: 7, on: loop)
        var options = options
        options.commandTime = .milliseconds(100)
        let (address, loop) = (try RedisAddress(proxy.url), loop)
        clients = (0..<20).map { _ in RedisClient(address, loops: [loop], options: options) }
    }

    func rage(commands: Int, within span: Duration, untilMismatch: Bool = false) async -> Tally {
        let deadline = MonotonicTime.now + span
        let tally = await withTaskGroup(of: Tally.self) { group in
            for number in 0..<100 {
                group.addTask(executorPreference: loop) {
                    var random = SplitMix(UInt64(number))
                    var tally = Tally()
                    while tally.commands < commands / 100, MonotonicTime.now < deadline {
                        await ask(clients[number % 20], &random, &tally)
                        if untilMismatch, tally.mismatches > 0 { break }
                    }
                    return tally
                }
            }
            var sum = Tally()
            for await tally in group {
                sum = sum + tally
                if untilMismatch, sum.mismatches > 0 { break }
            }
            group.cancelAll()
            return sum
        }
        proxy.stop()
        for client in clients { client.close() }
        return tally
    }

    private func ask(_ client: RedisClient, _ random: inout SplitMix, _ tally: inout Tally) async {
        let nonce = String(random.next(), radix: 16)
        let isLeaving = Int.random(in: 0..<10, using: &random) < 3
        let patience = Duration.microseconds(Int.random(in: 0...3000, using: &random))
        let question = Task(executorPreference: loop) { try await client.command("ECHO", nonce) }
        if isLeaving {
            await loop.sleep(for: patience)
            question.cancel()
        }
        switch await question.result {
        case .success(let answer) where answer.text == nonce: tally.answers += 1
        case .success: tally.mismatches += 1
        case .failure:
            tally.failures += 1
            // Nobody asks a server that is away in a tight loop.
            await loop.sleep(for: .milliseconds(1))
        }
    }
}
