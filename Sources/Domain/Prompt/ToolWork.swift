public import JSON

/// What a provider's own tools did for one answer, and the pages that it names. As JSON, which the store, the log of a turn and pages have:
/// `{"steps":[{"kind","state","subject","output"}],"sources":[{"url","title"}]}`.
public struct ToolWork: Sendable, Equatable {
    /// By their numbers.
    public private(set) var steps: [ToolStep] = []
    /// Each page once, in the order of the answer.
    public private(set) var sources: [Source] = []

    public init() {}

    public var isEmpty: Bool { steps.isEmpty && sources.isEmpty }

    /// False where there are too many, or it leaves some out.
    @discardableResult
    public mutating func note(_ step: ToolStep) -> Bool {
        guard step.number < ToolStep.most, (0...steps.count).contains(step.number) else { return false }
        if step.number == steps.count { steps.append(step) } else { steps[step.number] = step }
        return true
    }

    public mutating func note(_ source: Source) {
        guard sources.count < Source.most, !sources.contains(where: { $0.address == source.address }) else { return }
        sources.append(source)
    }

    /// Nothing goes on any more: what did not come to its end has failed.
    public mutating func end() {
        for step in steps where step.state == .running {
            steps[step.number] = ToolStep(
                step.number, step.kind, .failed, subject: step.subject, output: step.output)
        }
    }
}

// MARK: JSON

extension ToolWork {
    public var json: JSONValue {
        ["steps": .array(steps.map(\.json)), "sources": .array(sources.map(\.json))]
    }

    /// What is no step, or no page, is left out.
    public init(_ json: JSONValue) {
        for step in json["steps"]?.array ?? [] {
            if let step = ToolStep(step, number: steps.count) { note(step) }
        }
        for source in json["sources"]?.array ?? [] {
            guard let address = source["url"]?.text else { continue }
            if let source = Source(address, title: source["title"]?.text ?? "") { note(source) }
        }
    }
}

extension ToolStep {
    public var json: JSONValue {
        [
            "number": .integer(number), "kind": .string(kind.rawValue), "state": .string(state.rawValue),
            "subject": .string(subject), "output": .string(output),
        ]
    }

    /// Nil for none. `number`: where it does not say its own.
    public init?(_ json: JSONValue, number: Int? = nil) {
        guard let kind = json["kind"]?.text.flatMap(Kind.init), let state = json["state"]?.text.flatMap(State.init),
            let number = json["number"]?.integer.map({ Int(clamping: $0) }) ?? number
        else { return nil }
        self.init(
            number, kind, state, subject: json["subject"]?.text ?? "", output: json["output"]?.text ?? "")
    }
}

extension Source {
    fileprivate var json: JSONValue { ["url": .string(address), "title": .string(title)] }
}
