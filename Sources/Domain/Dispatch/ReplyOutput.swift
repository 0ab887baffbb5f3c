/// Holds back what comes before the first piece of an answer, so that nothing of an attempt is seen that fails before it.
final class ReplyOutput {
    private let clock: any WallClock
    private let showsTools: Bool
    private var held: [ReplyPiece] = []
    private static let mostHeld = 1000
    private(set) var firstAt: Timestamp?
    private(set) var usage: Usage?
    private var written = TokenEstimate()

    private let begun: () -> Void

    /// `begun` is called at the first piece. `showsTools`: what tools do is passed on before it, though another account may yet be asked.
    init(_ clock: any WallClock, showsTools: Bool, _ begun: @escaping () -> Void) {
        self.clock = clock
        self.showsTools = showsTools
        self.begun = begun
    }

    var hasBegun: Bool { firstAt != nil }

    /// What is passed on has no pieces that could be held.
    func begin() {
        guard firstAt == nil else { return }
        firstAt = clock.now
        begun()
    }

    func count(_ usage: Usage?) { self.usage = usage }

    /// What the upstream said that it took, or, where it said nothing of an answer, roughly what that was.
    func usage(asking promptTokens: Int) -> Usage? {
        guard usage == nil, hasBegun else { return usage }
        var estimate = Usage(promptTokens: promptTokens, completionTokens: written.tokens)
        estimate.isEstimate = true
        return estimate
    }

    func beginAttempt() {
        held = []
        if !hasBegun { (usage, written) = (nil, TokenEstimate()) }
    }

    func take(_ piece: ReplyPiece, to sink: (ReplyPiece) async -> Void) async {
        for event in piece.events {
            if case .usage(let counts) = event { usage = counts }
            written.add(event)
        }
        if firstAt == nil {
            guard piece.hasOutput else {
                if showsTools, piece.tellsOfTools { return await sink(piece) }
                // Empty ones may come without end.
                if held.count < Self.mostHeld { held.append(piece) }
                return
            }
            begin()
            await flush(to: sink)
        }
        await sink(piece)
    }

    /// What is held leaves.
    func flush(to sink: (ReplyPiece) async -> Void) async {
        let pieces = held
        held = []
        for piece in pieces { await sink(piece) }
    }
}

extension ReplyPiece {
    /// Whether something of an answer is in it.
    fileprivate var hasOutput: Bool { events.contains { $0.isOutput } }

    fileprivate var tellsOfTools: Bool { events.contains { if case .toolStep = $0 { true } else { false } } }
}

extension ReplyEvent {
    /// Whether it is a piece of an answer: then another account cannot be asked any more.
    public var isOutput: Bool {
        switch self {
        case .text(let text), .reasoning(let text), .refusal(let text): !text.isEmpty
        case .toolCall, .toolArguments, .image: true
        case .opaque, .toolStep, .source, .usage, .findings: false
        }
    }
}
