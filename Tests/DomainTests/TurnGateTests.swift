import Testing

@testable import Domain

@Suite(.timeLimit(.minutes(1))) struct TurnGateTests {
    @Test func `whoever waits goes on when it is opened, and whoever comes later does not wait`() async {
        let gate = TurnGate()
        let waiter = Task { await gate.wait() }
        for _ in 0..<100 { await Task.yield() }
        #expect(!gate.isOpen)
        gate.open()
        await waiter.value
        await gate.wait()
        #expect(gate.isOpen)
    }

    @Test(arguments: [0, 100]) func `whoever is cancelled does not wait, and it stays closed`(pauses: Int) async {
        let gate = TurnGate()
        let waiter = Task { await gate.wait() }
        for _ in 0..<pauses { await Task.yield() }
        waiter.cancel()
        await waiter.value
        #expect(!gate.isOpen)
        gate.open()
        await gate.wait()
    }

    @Test func `what is open stays open when somebody is cancelled`() async {
        let gate = TurnGate()
        gate.open()
        let waiter = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            await gate.wait()
        }
        await waiter.value
        #expect(gate.isOpen)
    }
}
