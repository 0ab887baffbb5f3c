internal import JSON

/// A runtime option, as `/api/option/` has it: its name, what it is unless somebody sets it, and which values it takes. All values are
/// texts; some are JSON.
public struct Setting: Sendable {
    public let name: String
    public let standard: String
    let check: @Sendable (_ value: String) throws(ChatError) -> References

    /// What a value names that must be there.
    public struct References: Sendable, Equatable {
        public var packages: [ID<Package>] = []
        /// The groups that there are from now on; nil where the value says nothing of it.
        public var groups: [String]?
        /// The groups that it is about.
        public var usedGroups: [String] = []
        public var picture: Key<SitePicture>?

        public init() {}
    }

    init(
        _ name: String, standard: String, _ check: @escaping @Sendable (String) throws(ChatError) -> References
    ) {
        self.name = name
        self.standard = standard
        self.check = check
    }

    /// Those that mean something here.
    public static let all =
        [
            groupRatio, groupPackageIDs, globalPackageID, loadBalanceStrategy, modelWeights, modelNotes, upstreamTitles,
            balanceMinutes, publicPricing, sharedChats, chatTools,
        ] + ofLook + ofPrices

    /// `{"default": 1, "vip": 0.8}`: the groups, and what members of each pay of a price.
    public static let groupRatio = Setting("GroupRatio", standard: #"{"default":1,"vip":1,"svip":1}"#) {
        value throws(ChatError) in
        var found = References()
        found.groups = try UserGroup.names(in: json(value))
        return found
    }

    /// `{"vip": 3}`: the package that each member of a group is checked against. A group without one is missing.
    public static let groupPackageIDs = Setting("GroupPackageIds", standard: "{}") { value throws(ChatError) in
        let packages = try packages(of: json(value))
        var found = References()
        found.packages = packages.map(\.package)
        found.usedGroups = packages.map(\.group)
        return found
    }

    /// The package that everybody is checked against; empty or 0 for none.
    public static let globalPackageID = Setting("GlobalPackageId", standard: "") { value throws(ChatError) in
        var found = References()
        found.packages = try package(in: value).map { [$0] } ?? []
        return found
    }

    /// How one of equal accounts is chosen.
    public static let loadBalanceStrategy = Setting(
        "LoadBalanceStrategy", standard: LoadBalancing.leastInFlight.rawValue
    ) { value throws(ChatError) in
        _ = try balancing(value)
        return References()
    }

    public static let modelWeights = Setting("ModelWeights", standard: "{}") { value throws(ChatError) in
        _ = try ModelWeights(json(value))
        return References()
    }

    public static let modelNotes = Setting("ModelNotes", standard: "{}") { value throws(ChatError) in
        _ = try notes(value)
        return References()
    }

    /// Whether the account that gave a conversation's first answer is asked for its title.
    public static let upstreamTitles = Setting("UpstreamTitlesEnabled", standard: "true") { value throws(ChatError) in
        _ = try flag(value)
        return References()
    }

    /// Who may read what members share: `everyone` who has an address, `members`, `nobody`.
    public static let sharedChats = Setting("SharedChats", standard: Readership.everyone.rawValue) {
        value throws(ChatError) in
        _ = try readership(value)
        return References()
    }

    /// `["web_search","code_interpreter"]`: the providers' own tools that members may switch on in chats.
    public static let chatTools = Setting("ChatTools", standard: #"["web_search","code_interpreter"]"#) {
        value throws(ChatError) in
        _ = try tools(value)
        return References()
    }

    /// How often the credit of API keys is read, in minutes; 0: only when somebody wants to know.
    public static let balanceMinutes = Setting("BalanceUpdateMinutes", standard: "60") { value throws(ChatError) in
        _ = try balancePeriod(value)
        return References()
    }

    /// Whether `/api/pricing` answers who is not signed in.
    public static let publicPricing = Setting("PublicPricingEnabled", standard: "false") { value throws(ChatError) in
        _ = try flag(value)
        return References()
    }
}

// MARK: Reading

extension Setting {
    /// What a value names. Throws `invalid("value")` for one that it does not take.
    public func references(of value: String) throws(ChatError) -> References { try check(value) }

    /// Those of `GroupPackageIds`. Throws `invalid("value")`.
    public static func groupPackages(_ value: String) throws(ChatError) -> [(group: String, package: ID<Package>)] {
        try packages(of: json(value))
    }

    /// That of `GlobalPackageId`. Throws `invalid("value")`.
    public static func package(in value: String) throws(ChatError) -> ID<Package>? {
        if value.isEmpty || value == "0" { return nil }
        guard let id = Int64(value), id > 0 else { throw .invalid(field: "value", .not(.wholeNumber)) }
        return ID(id)
    }

    /// The names of the groups that there are, of all values that somebody set.
    public static func groups(_ values: [String: String]) throws(ChatError) -> [String] {
        try groupRatio.check(values[groupRatio.name] ?? groupRatio.standard).groups ?? []
    }

    /// Throws `invalid("value")`.
    public static func balancing(_ value: String) throws(ChatError) -> LoadBalancing {
        guard let balancing = LoadBalancing(rawValue: value) else {
            throw .invalid(field: "value", .notOneOf(LoadBalancing.allCases.map(\.rawValue)))
        }
        return balancing
    }

    /// Throws `invalid("value")`.
    public static func flag(_ value: String) throws(ChatError) -> Bool {
        guard let flag = Bool(value) else { throw .invalid(field: "value", .not(.flag)) }
        return flag
    }

    /// Throws `invalid("value")`.
    public static func readership(_ value: String) throws(ChatError) -> Readership {
        guard let readership = Readership(rawValue: value) else {
            throw .invalid(field: "value", .notOneOf(Readership.allCases.map(\.rawValue)))
        }
        return readership
    }

    /// Throws `invalid("value")`.
    public static func tools(_ value: String) throws(ChatError) -> Set<BuiltInTool> {
        guard let names = try json(value).array else { throw .invalid(field: "value", .not(.list)) }
        var tools: Set<BuiltInTool> = []
        for name in names {
            guard let tool = name.text.flatMap(BuiltInTool.init) else {
                throw .invalid(field: "value", .notOneOf(BuiltInTool.allCases.map(\.rawValue)))
            }
            tools.insert(tool)
        }
        return tools
    }

    /// Nil: it is not read by itself. Throws `invalid("value")`.
    public static func balancePeriod(_ value: String) throws(ChatError) -> Duration? {
        if value == "0" { return nil }
        guard let minutes = Int64(value), balanceMinutesRange.contains(minutes) else {
            throw .invalid(field: "value", .outOfRange(balanceMinutesRange))
        }
        return .seconds(minutes * 60)
    }

    private static let balanceMinutesRange: ClosedRange<Int64> = 5...10_080

    public static func weights(_ value: String) throws(ChatError) -> ModelWeights { try ModelWeights(json(value)) }

    public static func notes(_ value: String) throws(ChatError) -> ModelNotes { try ModelNotes(json(value)) }

    private static func packages(of value: JSONValue) throws(ChatError) -> [(group: String, package: ID<Package>)] {
        guard let members = value.members else { throw .invalid(field: "value", .not(.object)) }
        var found: [(group: String, package: ID<Package>)] = []
        for member in members {
            let name = String(member.key.string.prefix(64))
            guard UserGroup.isValid(member.key.string) else {
                throw .invalid(field: "value", .entry(name, .badGroupName))
            }
            // 0 and null are how a form says *none*.
            if member.value.isNull || member.value.integer == 0 { continue }
            guard let id = member.value.integer, id > 0 else {
                throw .invalid(field: "value", .entry(name, .not(.wholeNumber)))
            }
            found.append((name, ID(id)))
        }
        return found
    }

    static func json(_ text: String) throws(ChatError) -> JSONValue {
        do throws(JSONError) { return try JSONValue(parsing: text.utf8) } catch {
            throw .invalid(field: "value", error.flaw)
        }
    }
}
