import Testing

@testable import Domain

@Suite(.timeLimit(.minutes(5))) struct TurnGateTests {
    @Test(arguments: [true, false])
    func `whoever waits is told the decision, and whoever comes later does not wait`(begins: Bool) async {
        let gate = TurnGate()
        let waiting = (0..<2).map { _ in Task { await gate.wait() } }
        for _ in 0..<100 { await Task.yield() }
        gate.decide(begins)
        for task in waiting { #expect(await task.value == begins) }
        #expect(await gate.wait() == begins)
        gate.decide(!begins)
        #expect(await gate.wait() == begins)
    }

    @Test func `a task that is cancelled waits for the decision, too`() async {
        let gate = TurnGate()
        let waiter = Task { await gate.wait() }
        waiter.cancel()
        for _ in 0..<100 { await Task.yield() }
        gate.decide(true)
        #expect(await waiter.value)
    }
}
