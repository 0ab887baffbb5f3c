import Synchronization
import Testing
import Transport

@Suite struct LogTests {
    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        func log(_ level: Log.Level = .debug) -> Log {
            Log(level: level) { line in self.lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
        }
        var all: [String] { lines.withLock { $0 } }
    }

    @Test func `an event is one line of time, level, message and fields`() throws {
        let lines = Lines()
        lines.log().info(
            "request answered", Log.Field("status", 200), Log.Field("request", id: "0a1b"), Log.Field("fresh", true),
            Log.Field("took", .milliseconds(1500)), Log.Field("why", word: "no reason"))
        let line = try #require(lines.all.first)
        #expect(
            line.hasSuffix(" info request answered status=200 request=0a1b fresh=true took=1500ms why=\"no reason\"\n"))
        #expect(line.prefix(24).wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
    }

    @Test(arguments: ["a\nb", "a\" level=error", "a\rb", "a\\", "\u{1B}[31m", "é\u{2028}x", "a\0b"])
    func `a value cannot forge a line or a field`(_ value: String) throws {
        let lines = Lines()
        lines.log().info("event", Log.Field("a", id: value), Log.Field("b", diagnostic: value), Log.Field("last", 1))
        let line = try #require(lines.all.first)
        #expect(line.utf8.allSatisfy { (32...126).contains($0) || $0 == 10 })
        #expect(line.utf8.count { $0 == 10 } == 1)
        let fields = line.dropLast().split(separator: " a=")[1]
        #expect(fields.wholeMatch(of: /[\w.:\/@*?-]+ b="(?:[^"\\]|\\["\\n]|\\u\{[0-9a-f]+\})*" last=1/) != nil)
    }

    @Test func `a long value is cut and an empty one still a value`() throws {
        let lines = Lines()
        let long = String(repeating: "a", count: 10_000)
        lines.log().info("event", Log.Field("a", id: long), Log.Field("b", diagnostic: long), Log.Field("c", id: ""))
        let line = try #require(lines.all.first)
        #expect(line.utf8.count < 1000)
        #expect(line.hasSuffix(" c=\"\"\n"))
    }

    @Test func `an error gives its type and not its words`() {
        struct Spoken: Error, CustomStringConvertible { let description = "what a person wrote" }
        let lines = Lines()
        lines.log().error("event", Log.Field("error", type: Spoken()))
        #expect(lines.all.first?.hasSuffix(" error event error=Spoken\n") == true)
    }

    @Test func `what is below the level is dropped`() {
        let lines = Lines()
        let log = lines.log(.warn)
        log.debug("a")
        log.info("b")
        log.warn("c")
        log.error("d")
        #expect(lines.all.count == 2)
        #expect(Log.Level(named: "warn") == .warn && Log.Level(named: "loud") == nil)
    }
}
