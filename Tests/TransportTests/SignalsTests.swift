import Glibc
import Testing
import Transport

@Suite(.timeLimit(.minutes(5)), .serialized) struct SignalsTests {
    @Test func `a signal that asks the process to end becomes an event`() async {
        let terminations = Signals.terminations()
        kill(getpid(), SIGTERM)
        for await termination in terminations {
            #expect(termination == .terminate)
            break
        }
        signal(SIGTERM, SIG_DFL)
        signal(SIGINT, SIG_DFL)
    }

    @Test func `the limit of open files is raised as far as it goes`() {
        let limit = Descriptors.raiseLimit()
        #expect(limit >= 256)
        #expect(Descriptors.raiseLimit() == limit)
    }
}
