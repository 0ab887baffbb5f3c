internal import Domain
internal import JSON

/// Puts the events of an answer in an order in which a call is said to its end before anything else is: some upstreams mix the pieces of
/// several calls, and some formats cannot. What comes too early is held until its turn.
struct CallOrder: Sendable {
    enum Step: Sendable, Equatable {
        /// Never one of a call's. A mark of Google's right behind `begin` belongs to that call.
        case event(ReplyEvent)
        case begin(ToolCallHead)
        case arguments(String)
        /// The call that was begun last has all its arguments.
        case end
    }

    private var open: Open?
    /// Begins and other events, in their order, and the arguments of the calls among them.
    private var held: [ReplyEvent] = []
    private var heldArguments: [Int: [String]] = [:]
    /// The next of `held`.
    private var next = 0

    private struct Open: Sendable {
        let call: ToolCallHead
        var progress = ObjectProgress()
        var hasArguments = false
        /// Of a call whose arguments are any text.
        var text = ""
        /// A text has no end that can be seen, nor have arguments that are no object: another event ends them.
        var isText: Bool
    }

    mutating func take(_ event: ReplyEvent) -> [Step] {
        var steps: [Step] = []
        if let open, open.hasArguments, open.isText, !event.isArguments(of: open.call.index), !event.isAside {
            close(&steps)
            drain(&steps)
        }
        guard let open, !event.isAside else {
            say(event, &steps)
            return steps
        }
        switch event {
        case .toolArguments(let index, let piece):
            if index == open.call.index {
                add(piece, &steps)
                if self.open == nil { drain(&steps) }
            } else {
                hold(piece, of: index)
            }
        case .opaque(let opaque) where opaque.maker == .google && next == held.count && !open.hasArguments:
            steps.append(.event(event))
        default:
            held.append(event)
            // More than any mixing explains: the call has no end.
            guard held.count - next > Self.mostHeld else { break }
            close(&steps)
            drain(&steps)
        }
        return steps
    }

    private static let mostHeld = 100_000
    /// Pieces of a call that are kept apart.
    private static let mostPieces = 4096

    private mutating func hold(_ piece: String, of index: Int) {
        let count = heldArguments[index]?.count ?? 0
        if count < Self.mostPieces {
            heldArguments[index, default: []].append(piece)
        } else {
            heldArguments[index]![count - 1] += piece
        }
    }

    /// Nothing more comes.
    mutating func end() -> [Step] {
        var steps: [Step] = []
        repeat {
            close(&steps)
            drain(&steps)
        } while open != nil
        return steps
    }

    private mutating func say(_ event: ReplyEvent, _ steps: inout [Step]) {
        switch event {
        case .toolCall(let call):
            open = Open(call: call, isText: call.kind == .custom)
            steps.append(.begin(call))
        // Of a call that has its end already.
        case .toolArguments: break
        default: steps.append(.event(event))
        }
    }

    private mutating func add(_ piece: String, _ steps: inout [Step]) {
        guard var call = open else { return }
        if call.call.kind == .custom {
            call.text += piece
            call.hasArguments = true
            open = call
            return
        }
        if !call.hasArguments, let first = piece.utf8.first(where: { $0 > 32 }) {
            call.hasArguments = true
            call.isText = first != UInt8(ascii: "{")
        }
        call.progress.read(piece)
        open = call
        steps.append(.arguments(piece))
        if !call.isText, call.progress.isWhole { close(&steps) }
    }

    private mutating func close(_ steps: inout [Step]) {
        guard let open else { return }
        self.open = nil
        if open.call.kind == .custom {
            let input: JSONValue = ["input": .string(open.text)]
            steps.append(.arguments(input.serialized))
        }
        steps.append(.end)
    }

    /// Says what was held, up to the next call that has not all its arguments.
    private mutating func drain(_ steps: inout [Step]) {
        while open == nil, next < held.count {
            let event = held[next]
            next += 1
            say(event, &steps)
            guard let call = open else { continue }
            // The mark of a call stands right behind it.
            if next < held.count, case .opaque(let opaque) = held[next], opaque.maker == .google {
                steps.append(.event(held[next]))
                next += 1
            }
            for piece in heldArguments.removeValue(forKey: call.call.index) ?? [] where open != nil {
                add(piece, &steps)
            }
            if open?.isText == true, open?.hasArguments == true, next < held.count { close(&steps) }
        }
        if next == held.count {
            held = []
            next = 0
        }
    }
}

extension ReplyEvent {
    /// Says nothing of the answer itself.
    fileprivate var isAside: Bool {
        switch self {
        case .usage, .findings: true
        default: false
        }
    }

    fileprivate func isArguments(of call: Int) -> Bool {
        if case .toolArguments(call, _) = self { true } else { false }
    }
}
