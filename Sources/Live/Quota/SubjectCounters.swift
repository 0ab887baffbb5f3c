internal import Domain

/// The counters of every subject that was ever looked at. A subject is looked up once, and its few counters are compared one by one.
struct SubjectCounters {
    private var places: [QuotaSubject: Int] = [:]
    private var counters: [[Counter]] = []

    private struct Counter {
        let spec: QuotaSpec
        var state: CounterState
    }

    /// Where the counters of a use are, scope by scope; nil for a scope without a subject, or without counters.
    struct Subjects {
        fileprivate var places: [Int?] = []
    }

    func subjects(of use: QuotaUse) -> Subjects {
        var subjects = Subjects()
        subjects.places.reserveCapacity(QuotaScope.allCases.count)
        for scope in QuotaScope.allCases { subjects.places.append(use.subject(of: scope).flatMap { places[$0] }) }
        return subjects
    }

    func has(_ counter: QuotaCounter) -> Bool {
        places[counter.subject].map { counters[$0].contains { $0.spec == counter.spec } } ?? false
    }

    mutating func insert(_ state: CounterState, _ counter: QuotaCounter) {
        let place = places[counter.subject] ?? counters.count
        if place == counters.count {
            places[counter.subject] = place
            counters.append([])
        }
        counters[place].append(Counter(spec: counter.spec, state: state))
    }

    /// Where the counter that a limit looks at is, brought to the present; nil when there is none.
    mutating func place(
        for limit: Limit, of subjects: Subjects, at now: Timestamp, _ present: PresentWindows
    ) -> Place? {
        guard let subject = subjects.places[limit.scope.place],
            let counter = counters[subject].indices.first(where: { counters[subject][$0].spec.isOf(limit) })
        else { return nil }
        counters[subject][counter].state.advance(to: now, present)
        return Place(subject: subject, counter: counter)
    }

    struct Place {
        fileprivate let subject: Int
        fileprivate let counter: Int
    }

    subscript(place: Place) -> CounterState { counters[place.subject][place.counter].state }

    /// In every counter of those scopes that counts it.
    mutating func change(
        by use: QuotaUse, of subjects: Subjects, at moment: Timestamp, now: Timestamp, _ present: PresentWindows,
        in scopes: Set<QuotaScope>? = nil, _ amount: (QuotaCost, QuotaUnit) -> Int
    ) {
        for scope in QuotaScope.allCases {
            guard let subject = subjects.places[scope.place], scopes?.contains(scope) ?? true else { continue }
            for place in counters[subject].indices {
                let amount = amount(use.cost, counters[subject][place].spec.unit)
                guard amount != 0, ModelPattern.anyMatches(counters[subject][place].spec.models, use.model) else {
                    continue
                }
                counters[subject][place].state.advance(to: now, present)
                counters[subject][place].state.add(amount, at: moment, now: now)
            }
        }
    }
}

extension QuotaSpec {
    /// Without making the limit's own.
    fileprivate func isOf(_ limit: Limit) -> Bool {
        window == limit.window && unit == limit.unit && models == limit.models
    }
}

extension QuotaScope {
    /// Its place among all.
    fileprivate var place: Int {
        switch self {
        case .global: 0
        case .group: 1
        case .account: 2
        case .member: 3
        case .memberOnAccount: 4
        case .key: 5
        }
    }
}
