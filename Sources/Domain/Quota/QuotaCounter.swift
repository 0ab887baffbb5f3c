/// What a limit counts, but for whose it is: of every subject there may be one counter of each spec.
public struct QuotaSpec: Hashable, Sendable {
    public let window: QuotaWindow
    public let unit: QuotaUnit
    /// Patterns of the models whose uses count.
    public let models: [String]

    public init(_ window: QuotaWindow, _ unit: QuotaUnit, _ models: [String]) {
        self.window = window
        self.unit = unit
        self.models = models
    }

    /// What a use takes of it; nil when it is about other models.
    public func cost(of use: QuotaUse) -> Int? {
        ModelPattern.anyMatches(models, use.model) ? use.cost.amount(in: unit) : nil
    }
}

/// A number that is kept: what one subject took, as the spec says.
public struct QuotaCounter: Hashable, Sendable {
    public let subject: QuotaSubject
    public let spec: QuotaSpec

    public init(_ subject: QuotaSubject, _ spec: QuotaSpec) {
        self.subject = subject
        self.spec = spec
    }
}

extension Limit {
    public var spec: QuotaSpec { QuotaSpec(window, unit, models) }

    /// The counter that it looks at for this use; nil when the scope has no subject there.
    public func counter(for use: QuotaUse) -> QuotaCounter? {
        use.subject(of: scope).map { QuotaCounter($0, spec) }
    }
}
