import Glibc
import Testing
import Transport

@Suite(.timeLimit(.minutes(2))) struct ChildTests {
    private func run(_ script: String, upTo most: Int = 1000, within seconds: Int = 60) throws -> Child.End {
        let input = try #require(MemoryFile())
        #expect(input.write(Array("what is read".utf8)))
        input.rewind()
        return Child.run(["/bin/sh", "-c", script], reading: input.descriptor, upTo: most, within: seconds)
    }

    @Test func `a program reads its file and what it writes is kept, with its exit code`() throws {
        #expect(
            try run("cat; echo to nobody >&2; exit 7")
                == .left(code: 7, output: Array("what is read".utf8), isCut: false))
    }

    @Test func `it is ended when it has written enough, and when its time is over, with all that it began`() throws {
        #expect(try run("yes", upTo: 4) == .left(code: 0, output: Array("y\ny\n".utf8), isCut: true))
        #expect(try run("sleep 100 & wait", within: 1) == .outOfTime)
        // It has closed its output and goes on.
        #expect(try run("exec >&-; sleep 100", within: 1) == .outOfTime)
    }

    @Test func `a signal is told, and a program that is not there`() throws {
        #expect(try run("kill -9 $$") == .killed(signal: SIGKILL))
        let input = try #require(MemoryFile())
        #expect(Child.run(["/no/such"], reading: input.descriptor, upTo: 1, within: 5) == .notStarted)
    }

    @Test func `it inherits nothing that is open here, and neither ignored nor blocked signals`() throws {
        let end = try run("ls /proc/self/fd | wc -l; grep -E 'SigBlk|SigIgn' /proc/self/status | tr -d '\\n\\t'")
        guard case .left(0, let output, _) = end else { Issue.record("\(end)"); return }
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
        // In, out, errors, and the folder that is listed.
        #expect(lines.first == "4")
        // Signals 32 and 33 are the C library's own.
        let signals = ["0000000000000000", "0000000180000000"].map { "SigBlk:0000000000000000SigIgn:\($0)" }
        #expect(signals.contains { $0 == lines.last ?? "" })
    }
}
