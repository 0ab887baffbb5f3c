import Domain
import JSON
import Web

extension Form where Value == (String, [Limit]) {
    static let newPackage = Form(Field.name("name").required(), Field.limits.or([])) { ($0, $1) }
}

extension Form where Value == (ID<Package>, String?, [Limit]?) {
    static let packageChange = Form(Field.id("id").required(), Field.name("name"), Field.limits) { ($0, $1, $2) }
}

extension Form where Value == (ID<Package>?, [Limit]) {
    static let packagePreview = Form(Field.id("id"), Field.limits.or([])) { ($0, $1) }
}

extension Form where Value == Limit {
    static let limit = Form(
        Field.text("window", upTo: 16, sample: "hour").required(), Field.word("kind", LimitKind.self),
        Field.integer("limit", in: -1...1_000_000_000).required(), Field.scope.or(.member), Field.unit.or(.messages),
        Field.patterns.or(["*"])
    ) { (name, kind, amount, scope, unit, models) throws(ChatError) in
        guard let window = QuotaWindow(named: name, rolls: kind.map { $0 == .rolling }) else {
            // The name alone is one, but not of that kind.
            guard kind == nil || QuotaWindow(named: name) == nil else {
                throw .invalid(field: "kind", .notOneOf([(kind == .rolling ? LimitKind.calendar : .rolling).rawValue]))
            }
            throw .invalid(field: "window", .notAWindow)
        }
        return Limit(Int(amount), per: window, of: scope, in: unit, models: models)
    }
}

enum LimitKind: String, CaseIterable { case rolling, calendar }

extension Field where Value == QuotaScope? {
    static let scope = word("scope", QuotaScope.self)
}

extension Field where Value == QuotaUnit? {
    /// What is paid for is counted by balances.
    static let unit = word("unit", among: QuotaUnit.allCases.filter { $0 != .money })
}

extension Field where Value == [String]? {
    /// Names of models in which `*` stands for anything.
    static let patterns = Field(FieldShape("models", .list, sample: ["*"])) { fields throws(ChatError) in
        guard let elements = try fields.array("models") else { return nil }
        guard !elements.isEmpty else { throw .invalid(field: "models", .noModel) }
        guard elements.count <= 32 else { throw .invalid(field: "models", .tooManyValues(most: 32)) }
        var patterns: [String] = []
        for element in elements {
            guard let pattern = element.text?.string else { throw .invalid(field: "models", .not(.texts)) }
            guard ModelPattern.isValid(pattern) else { throw .invalid(field: "models", .badModelPattern) }
            if !patterns.contains(pattern) { patterns.append(pattern) }
        }
        return patterns
    }
}

extension Field where Value == [Limit]? {
    private static let most = 64

    /// Nil when absent or null. What is wrong with one is said of `limits[2].window`.
    static let limits = Field(
        FieldShape("limits", .list, sample: .array([Form.limit.sample()]))
    ) { fields throws(ChatError) in
        guard let elements = try fields.array("limits") else { return nil }
        guard elements.count <= most else { throw .invalid(field: "limits", .tooManyValues(most: most)) }
        var limits: [Limit] = []
        for (index, element) in elements.enumerated() {
            guard element.members != nil else { throw .invalid(field: "limits", .not(.objects)) }
            let limit: Limit
            do throws(ChatError) {
                limit = try Form.limit.read(Fields(element))
            } catch {
                guard case .invalid(let field, let flaw) = error else { throw error }
                throw .invalid(field: "limits[\(index)].\(field)", flaw)
            }
            guard !limits.contains(where: { $0.spec == limit.spec && $0.scope == limit.scope }) else {
                throw .invalid(field: "limits", .twoLimits(limit.window))
            }
            limits.append(limit)
        }
        return limits
    }
}
