internal import Domain
internal import JSON

extension Tariff {
    /// `{"group":0.8,"call":0.04,"calls":2}`, `{"group":1,"second":0.0001}` or `{"group":1,"model":1.25,"completion":4,…}`: ratios of 1 are
    /// left out, and of a request that has ended (`use`) the prices of tools that it did not use.
    func stored(for use: ToolUse?) -> String {
        var json: JSONValue = ["group": group.json]
        switch price {
        case .call(let dollars):
            json["call"] = dollars.json
            if calls != 1 { json["calls"] = .integer(calls) }
            if multiple != .one { json["multiple"] = multiple.json }
        case .second(let dollars): json["second"] = dollars.json
        case .tokens(let price):
            json["model"] = price.model.json
            for (name, ratio) in Self.parts where price[keyPath: ratio] != .one {
                json[name] = price[keyPath: ratio].json
            }
            switch price.hearing {
            case .byRatio: break
            case .asText: json["hearing"] = "text"
            case .dollars(let dollars): json["hearing"] = dollars.json
            }
        }
        if let tools = tools?.stored(for: use) { json["tools"] = tools }
        return json.serialized
    }

    /// Nil for what is none.
    init?(stored text: String) {
        guard let json = try? JSONValue(parsing: text.utf8), let group = Ratio(stored: json["group"]) else {
            return nil
        }
        let tools = json["tools"].map { ToolPrices(stored: $0) }
        if let dollars = Ratio(stored: json["call"]) {
            self.init(.call(dollars), group: group, tools: tools)
            calls = json["calls"]?.integer.map { Int($0) } ?? 1
            multiple = Ratio(stored: json["multiple"]) ?? .one
        } else if let dollars = Ratio(stored: json["second"]) {
            self.init(.second(dollars), group: group, tools: tools)
        } else if let model = Ratio(stored: json["model"]) {
            var price = TokenPrice(model)
            for (name, part) in Self.parts {
                if let ratio = Ratio(stored: json[name]) { price[keyPath: part] = ratio }
            }
            if json["hearing"] == "text" { price.hearing = .asText }
            if let dollars = Ratio(stored: json["hearing"]) { price.hearing = .dollars(dollars) }
            self.init(.tokens(price), group: group, tools: tools)
        } else {
            return nil
        }
    }

    private static var parts: [(Text, WritableKeyPath<TokenPrice, Ratio>)] {
        [
            ("completion", \.completion), ("cache", \.cache), ("cache_creation", \.cacheCreation), ("image", \.image),
            ("audio", \.audio), ("audio_completion", \.audioCompletion),
        ]
    }
}

extension ToolPrices {
    /// `{"web":25,"file":2.5,"low-wide":0.016,…}`; nil where there is nothing to tell.
    fileprivate func stored(for use: ToolUse?) -> JSONValue? {
        var json: JSONValue = [:]
        if use.map({ $0.webSearches > 0 }) ?? true { json["web"] = webSearch.json }
        if use.map({ $0.fileSearches > 0 }) ?? true { json["file"] = fileSearch.json }
        for made in MadePicture.allCases where use.map({ $0.pictures[made] != nil }) ?? true {
            if let price = pictures[made] { json[Text(made.rawValue)] = price.json }
        }
        return json == [:] ? nil : json
    }

    fileprivate convenience init(stored json: JSONValue) {
        let pictures = MadePicture.allCases.compactMap { made in
            Ratio(stored: json[Text(made.rawValue)]).map { (made, $0) }
        }
        self.init(
            webSearch: Ratio(stored: json["web"]) ?? .zero, fileSearch: Ratio(stored: json["file"]) ?? .zero,
            pictures: Dictionary(uniqueKeysWithValues: pictures))
    }
}

extension Ratio {
    fileprivate var json: JSONValue { .number(description) }

    fileprivate init?(stored value: JSONValue?) {
        guard case .number(let text)? = value else { return nil }
        self.init(text)
    }
}

extension Usage {
    /// The counters that have no column: `{"cache_write":3}`; nil where all are 0.
    var moreStored: String? {
        let made = tools.pictures.sorted { $0.key.rawValue < $1.key.rawValue }.map { (Text($0.key.rawValue), $0.value) }
        let counts = (Self.more.map { ($0.0, self[keyPath: $0.1]) } + made).filter { $0.1 != 0 }
        return counts.isEmpty ? nil : JSONValue.object(counts.map { .init($0.0, .integer($0.1)) }).serialized
    }

    mutating func read(more text: String?) {
        guard let text, let json = try? JSONValue(parsing: text.utf8) else { return }
        let count = { (name: Text) in json[name]?.integer.map { Int(clamping: $0) } }
        for (name, counter) in Self.more { self[keyPath: counter] = count(name) ?? 0 }
        for made in MadePicture.allCases { tools.pictures[made] = count(Text(made.rawValue)) }
    }

    private static var more: [(Text, WritableKeyPath<Usage, Int>)] {
        [
            ("cache_write", \.cacheWriteTokens), ("image", \.imageTokens), ("audio", \.audioTokens),
            ("spoken", \.spokenTokens), ("sound_ms", \.soundLength), ("web_searches", \.tools.webSearches),
            ("file_searches", \.tools.fileSearches),
        ]
    }
}
