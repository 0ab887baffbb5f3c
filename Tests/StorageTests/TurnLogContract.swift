import Domain
import JSON
import Live
import Storage
import TestKit
import Testing

/// What a turn log promises: every viewer, from wherever he comes, reads the same events once.
@Suite struct TurnLogContract {
    private let clock = ManualClock()
    private let turn = Turn.sample(owner: ID(1))
    private let end = TurnEvent.ended(TurnEnd(.finished, finishReason: "stop"))

    @Test(arguments: TurnLogKind.allCases)
    func `a log can be read on from every number`(kind: TurnLogKind) async throws {
        let log = try await kind.make(clock)
        try await log.start(turn)
        let pieces: [TurnEvent] = [
            .reasoning("let "), .reasoning("me see"), .text("It"), .text(""), .text(" is 🙂"), .reasoning("hm"), end,
        ]
        try await log.append([], to: turn.id)
        try await log.append(Array(pieces[..<3]), to: turn.id)
        try await log.append(Array(pieces[3...]), to: turn.id)
        let all = ([.began(turn)] + pieces).enumerated().map { NumberedEvent($0 + 1, $1) }
        for number in 0...all.count {
            #expect(try await log.read(turn.id, for: turn.owner, after: number) == Array(all[number...]))
        }
        #expect(try await log.read(turn.id, for: turn.owner, after: 99).isEmpty)
        #expect(try await log.read(turn.id, for: turn.owner, after: -1) == all)
    }

    @Test(arguments: TurnLogKind.allCases)
    func `the text of one kind between any two events can be had`(kind: TurnLogKind) async throws {
        let log = try await kind.make(clock)
        try await log.start(turn)
        let pieces = ["r:let ", "r:me see", "t:It", "t:", "t: is 🙂", "r:hm"]
        try await log.append(
            pieces.map { $0.hasPrefix("t") ? .text("\($0.dropFirst(2))") : .reasoning("\($0.dropFirst(2))") },
            to: turn.id)
        try await log.append([end], to: turn.id)
        while try await log.read(turn.id, for: turn.owner, after: 0).count < 8 {}
        for first in 0...8 {
            for last in first...8 {
                let between = pieces.enumerated().filter { (first + 1...last + 1).dropLast().contains($0.offset + 2) }
                for (kind, mark) in [(Message.Kind.text, "t:"), (.thoughts, "r:")] {
                    let text = between.map(\.element).filter { $0.hasPrefix(mark) }.map { $0.dropFirst(2) }.joined()
                    let portion = try await log.text(
                        of: kind, in: turn.id, for: turn.owner, after: first, through: last)
                    #expect(portion == TextPortion(text, through: last), "\(first) to \(last)")
                }
            }
        }
        await #expect(throws: ChatError.notResumable) {
            try await log.text(of: .text, in: turn.id, for: ID(2), after: 0, through: 3)
        }
    }

    @Test(arguments: TurnLogKind.allCases)
    func `a long text comes in portions that hold each byte once`(kind: TurnLogKind) async throws {
        let log = try await kind.make(clock)
        try await log.start(turn)
        let piece = String(repeating: "x", count: 999) + "\n"
        for _ in 0..<5 { try await log.append(Array(repeating: .text(piece), count: 100), to: turn.id) }
        try await log.append([end], to: turn.id)
        while try await log.read(turn.id, for: turn.owner, after: 0).last?.number != 502 {}
        var (text, number) = ("", 0)
        while number < 500 {
            let portion = try await log.text(of: .text, in: turn.id, for: turn.owner, after: number, through: 500)
            #expect(portion.through > number && portion.text.utf8.count < 67_000)
            text += portion.text
            number = portion.through
        }
        #expect(text == String(repeating: piece, count: 499))
    }

    @Test(arguments: TurnLogKind.allCases)
    func `what tools do stands where it was told, and is part of no text`(kind: TurnLogKind) async throws {
        let log = try await kind.make(clock)
        try await log.start(turn)
        let steps = [
            ToolStep(0, .search, .running), ToolStep(0, .search, .done, subject: "cats \u{1F408} \"\n\0"),
            ToolStep(1, .code, .failed, subject: "print(1)", output: "1"),
        ]
        let source = try #require(Source("https://cats.test/", title: "Cats"))
        var how = TurnEnd(.finished, finishReason: "stop")
        for step in steps { how.work.note(step) }
        how.work.note(source)
        let events: [TurnEvent] = [
            .step(steps[0]), .text("a"), .step(steps[1]), .step(steps[2]), .text("b"), .ended(how),
        ]
        try await log.append(events, to: turn.id)
        while try await log.read(turn.id, for: turn.owner, after: 0).count < 7 {}
        #expect(try await log.read(turn.id, for: turn.owner, after: 1).map(\.event) == events)
        let portion = try await log.text(of: .text, in: turn.id, for: turn.owner, after: 1, through: 6)
        #expect(portion == TextPortion("ab", through: 6))
        let thoughts = try await log.text(of: .thoughts, in: turn.id, for: turn.owner, after: 1, through: 6)
        #expect(thoughts.text.isEmpty)
    }

    @Test func `old steps of tools are not joined`() async throws {
        let log = try await TurnLogKind.memory.make(clock)
        try await log.start(turn)
        let steps = (0..<2000).map { TurnEvent.step(ToolStep($0 % 64, .search, .done, subject: "\($0)")) }
        try await log.append(steps, to: turn.id)
        #expect(try await log.read(turn.id, for: turn.owner, after: 1).map(\.event) == steps)
    }

    @Test(arguments: TurnLogKind.allCases)
    func `after the end nothing is added`(kind: TurnLogKind) async throws {
        let log = try await kind.make(clock)
        try await log.start(turn)
        try await log.append([.text("a"), end, .text("b")], to: turn.id)
        try await log.append([.text("c"), end], to: turn.id)
        try await log.start(turn)
        let events = try await log.read(turn.id, for: turn.owner, after: 0)
        #expect(events.map(\.event) == [.began(turn), .text("a"), end])
    }

    @Test(arguments: TurnLogKind.allCases)
    func `a reader waits for the next event`(kind: TurnLogKind) async throws {
        let log = try await kind.make(clock)
        try await log.start(turn)
        async let next = log.read(turn.id, for: turn.owner, after: 1)
        for _ in 0..<20 { await Task.yield() }
        try await log.append([.text("now")], to: turn.id)
        #expect(try await next == [NumberedEvent(2, .text("now"))])
    }

    @Test(.timeLimit(.minutes(5)), arguments: TurnLogKind.allCases)
    func `an event that comes while a reader lies down wakes it`(kind: TurnLogKind) async throws {
        let log = try await kind.make(clock)
        for _ in 0..<kind.rounds {
            let turn = Turn.sample(owner: ID(1))
            try await log.start(turn)
            async let read = log.read(turn.id, for: turn.owner, after: 1)
            async let appended: Void = log.append([.text("now")], to: turn.id)
            try await appended
            try #require(try await read.count == 1)
        }
    }

    @Test(arguments: TurnLogKind.allCases)
    func `viewers who come and go all read the whole answer`(kind: TurnLogKind) async throws {
        let log = try await kind.make(clock)
        try await log.start(turn)
        let words = (0..<3000).map { "word\($0) " }
        try await withThrowingTaskGroup(of: String.self) { group in
            for viewer in 0..<12 {
                group.addTask {
                    var (text, number) = ("", 0)
                    while true {
                        let events = try await log.read(turn.id, for: turn.owner, after: number)
                        guard let last = events.last else { return text }
                        #expect(events.map(\.number).isStrictlyAscending && events[0].number > number)
                        for case .text(let piece) in events.map(\.event) { text += piece }
                        number = last.number
                        if viewer % 3 == 0 { await Task.yield() }
                    }
                }
            }
            for word in words { try await log.append([.text(word)], to: turn.id) }
            try await log.append([end], to: turn.id)
            for try await text in group { #expect(text == words.joined()) }
        }
    }

    @Test(arguments: TurnLogKind.allCases)
    func `a foreign log answers as a missing one`(kind: TurnLogKind) async throws {
        let log = try await kind.make(clock)
        try await log.start(turn)
        await #expect(throws: ChatError.notResumable) { try await log.read(turn.id, for: ID(2), after: 0) }
        await #expect(throws: ChatError.notResumable) { try await log.read(.random(), for: turn.owner, after: 0) }
        await #expect(throws: ChatError.notResumable) { try await log.append([end], to: .random()) }
    }

    @Test(arguments: TurnLogKind.allCases)
    func `a cancelled reader gets nothing, whenever it is cancelled`(kind: TurnLogKind) async throws {
        let log = try await kind.make(clock)
        try await log.start(turn)
        for round in 0..<50 {
            let reader = Task { try await log.read(turn.id, for: turn.owner, after: 1) }
            for _ in 0..<round % 5 { await Task.yield() }
            reader.cancel()
            #expect(try await reader.value.isEmpty)
        }
        try await log.append([.text("later")], to: turn.id)
        #expect(try await log.read(turn.id, for: turn.owner, after: 1).count == 1)
    }

    @Test(arguments: TurnLogKind.allCases)
    func `a log is kept for ten minutes after its end`(kind: TurnLogKind) async throws {
        let log = try await kind.make(clock)
        try await log.start(turn)
        clock.advance(by: .seconds(7200))
        try await log.append([end], to: turn.id)
        clock.advance(by: .seconds(599))
        #expect(try await log.read(turn.id, for: turn.owner, after: 1).map(\.event) == [end])
        clock.advance(by: .seconds(1))
        await #expect(throws: ChatError.notResumable) { try await log.read(turn.id, for: turn.owner, after: 0) }
    }
}

/// What holds for the log in memory alone: how much it keeps, and for how long.
@Suite struct MemoryTurnLogTests {
    private let clock = ManualClock()
    private let turn = Turn.sample(owner: ID(1))

    @Test func `a viewer who comes late gets older pieces joined, and goes on exactly`() async throws {
        let log = MemoryTurnLog(clock: clock)
        try await log.start(turn)
        let pieces = (0..<5000).map { $0 % 1500 < 700 ? TurnEvent.reasoning("r\($0) ") : .text("t\($0) ") }
        try await log.append(pieces, to: turn.id)
        let events = try await log.read(turn.id, for: turn.owner, after: 0)
        #expect(events.count < 1010)
        #expect(events.last == NumberedEvent(5001, pieces[4999]))
        for number in [0, 1, 2, 699, 700, 701, 3999, 4000, 4001, 4002, 5000] {
            let rest = try await log.read(turn.id, for: turn.owner, after: number)
            let expected = number == 0 ? pieces : Array(pieces[(number - 1)...])
            #expect(Self.joined(rest.map(\.event)) == Self.joined(expected))
        }
        for event in events.dropLast() {
            #expect(try await log.read(turn.id, for: turn.owner, after: event.number)[0].number > event.number)
        }
    }

    /// What a viewer holds while it waits for its reader is one event at least.
    @Test func `however much is joined, no event holds all of a long answer`() async throws {
        let log = MemoryTurnLog(clock: clock)
        try await log.start(turn)
        let piece = String(repeating: "x", count: 1000)
        for _ in 0..<30 { try await log.append(Array(repeating: .text(piece), count: 100), to: turn.id) }
        let events = try await log.read(turn.id, for: turn.owner, after: 0)
        let sizes = events.map { if case .text(let text) = $0.event { text.utf8.count } else { 0 } }
        #expect(sizes.reduce(0, +) == 3_000_000)
        #expect(try #require(sizes.max()) < 67_000)
        #expect(events.count < 1050)
    }

    @Test func `of very many that ended the first are dropped, and none that runs`() async throws {
        let log = MemoryTurnLog(clock: clock)
        try await log.start(turn)
        var turns: [Turn] = []
        for number in 0..<10_020 {
            turns.append(.sample(owner: ID(Int64(number))))
            try await log.start(turns[number])
            try await log.append([end], to: turns[number].id)
            clock.advance(by: .milliseconds(1))
        }
        log.sweep(at: clock.now)
        #expect(log.count == 10_001)
        await #expect(throws: ChatError.notResumable) {
            try await log.read(turns[19].id, for: turns[19].owner, after: 0)
        }
        #expect(try await log.read(turns[20].id, for: turns[20].owner, after: 1).map(\.event) == [end])
        #expect(try await log.read(turn.id, for: turn.owner, after: 0).count == 1)
    }

    @Test func `a long log goes with the last of its readers once its turn has ended`() async throws {
        let log = MemoryTurnLog(clock: clock)
        try await log.start(turn)
        try await log.append(Array(repeating: .text(String(repeating: "x", count: 1 << 20)), count: 3), to: turn.id)
        var first = log.hold(turn.id)
        var second = log.hold(turn.id)
        #expect(first != nil && second != nil)
        try await log.append([end], to: turn.id)
        first = nil
        #expect(try await log.read(turn.id, for: turn.owner, after: 3).count == 2)
        second = nil
        await #expect(throws: ChatError.notResumable) { try await log.read(turn.id, for: turn.owner, after: 3) }
        #expect(log.hold(turn.id) == nil && log.count == 0)
    }

    @Test func `a long log of a turn that runs is kept without a reader`() async throws {
        let log = MemoryTurnLog(clock: clock)
        try await log.start(turn)
        try await log.append(Array(repeating: .text(String(repeating: "x", count: 1 << 20)), count: 3), to: turn.id)
        #expect(try await log.read(turn.id, for: turn.owner, after: 3).count == 1)
    }

    @Test func `all logs of ended turns together have a bound, and the last to end are kept`() async throws {
        let log = MemoryTurnLog(clock: clock)
        var turns: [Turn] = []
        for number in 0..<100 {
            turns.append(.sample(owner: ID(Int64(number))))
            try await log.start(turns[number])
            try await log.append([.text(String(repeating: "x", count: (1 << 20) - 4)), end], to: turns[number].id)
        }
        #expect(log.count == 64)
        await #expect(throws: ChatError.notResumable) {
            try await log.read(turns[35].id, for: turns[35].owner, after: 0)
        }
        #expect(try await log.read(turns[36].id, for: turns[36].owner, after: 2).map(\.event) == [end])
        clock.advance(by: .seconds(601))
        log.sweep(at: clock.now)
        #expect(log.count == 0)
    }

    private let end = TurnEvent.ended(TurnEnd(.stopped))

    @Test func `logs that ended are dropped when others begin`() async throws {
        let log = MemoryTurnLog(clock: clock)
        for owner in 1...5 {
            let turn = Turn.sample(owner: ID(Int64(owner)))
            try await log.start(turn)
            try await log.append([.ended(TurnEnd(.stopped))], to: turn.id)
        }
        try await log.start(turn)
        #expect(log.count == 6)
        clock.advance(by: .seconds(600))
        try await log.start(.sample(owner: ID(9)))
        #expect(log.count == 2)
        log.sweep(at: clock.now + .seconds(86_400))
        #expect(log.count == 2)
    }

    @Test func `an answer beyond all bounds is refused, and its end is not`() async throws {
        let log = MemoryTurnLog(clock: clock)
        try await log.start(turn)
        // As whoever reads it does.
        let held = log.hold(turn.id)
        let megabyte = String(repeating: "x", count: 1 << 20)
        for _ in 0..<63 { try await log.append([.text(megabyte)], to: turn.id) }
        await #expect(throws: ChatError.unavailable(what: "memory")) {
            try await log.append([.text(megabyte)], to: turn.id)
        }
        try await log.append([.ended(TurnEnd(.error))], to: turn.id)
        #expect(try await log.read(turn.id, for: turn.owner, after: 64).map(\.event) == [.ended(TurnEnd(.error))])
        withExtendedLifetime(held) {}
    }

    /// The texts in order, neighbours of one kind put together.
    private static func joined(_ events: [TurnEvent]) -> [String] {
        var runs: [(kind: Character, text: String)] = []
        for event in events {
            let (kind, piece): (Character, String) =
                switch event {
                case .text(let text): ("t", text)
                case .reasoning(let text): ("r", text)
                case .began, .summingUp, .step, .ended: ("-", "")
                }
            if kind == "-" { continue }
            if runs.last?.kind == kind { runs[runs.count - 1].text += piece } else { runs.append((kind, piece)) }
        }
        return runs.map { "\($0.kind):\($0.text)" }
    }
}

extension Turn {
    static func sample(owner: ID<User>) -> Turn {
        Turn(
            id: .random(), owner: owner, conversation: .random(), question: .random(), answer: .random(),
            thoughts: .random(), account: ID(1), model: "m", createdAt: Timestamp(seconds: 1))
    }
}

extension [Int] {
    fileprivate var isStrictlyAscending: Bool { zip(self, dropFirst()).allSatisfy { $0 < $1 } }
}
