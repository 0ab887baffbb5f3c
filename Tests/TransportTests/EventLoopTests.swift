import Testing

@testable import Transport

@Suite struct EventLoopTests {
    @Test func `a task that prefers a loop stays on it across suspensions`() async {
        let loops = LoopGroup(count: 1)
        let loop = loops.loops[0]
        let places = await Task(executorPreference: loop) {
            let before = loop.isCurrent
            await loop.sleep(for: .milliseconds(1))
            return [before, loop.isCurrent, EventLoop.current === loop]
        }.value
        #expect(places == [true, true, true])
        #expect(!loop.isCurrent)
    }

    @Test func `a sleeper that is cancelled wakes at once, without an error`() async {
        let loops = LoopGroup(count: 1)
        let loop = loops.loops[0]
        let sleeper = Task(executorPreference: loop) { await loop.sleep(for: .seconds(3600)) }
        sleeper.cancel()
        await sleeper.value
    }
}
