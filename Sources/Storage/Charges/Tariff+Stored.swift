internal import Domain
internal import JSON

extension Tariff {
    /// `{"group":0.8,"call":0.04,"calls":2}` or `{"group":1,"model":1.25,"completion":4,…}`: ratios of 1 are left out.
    var stored: String {
        var json: JSONValue = ["group": group.json]
        switch price {
        case .call(let dollars):
            json["call"] = dollars.json
            if calls != 1 { json["calls"] = .integer(calls) }
        case .tokens(let price):
            json["model"] = price.model.json
            for (name, ratio) in Self.parts where price[keyPath: ratio] != .one {
                json[name] = price[keyPath: ratio].json
            }
        }
        return json.serialized
    }

    /// Nil for what is none.
    init?(stored text: String) {
        guard let json = try? JSONValue(parsing: text.utf8), let group = Ratio(stored: json["group"]) else {
            return nil
        }
        if let dollars = Ratio(stored: json["call"]) {
            self.init(.call(dollars), group: group)
            calls = json["calls"]?.integer.map { Int($0) } ?? 1
        } else if let model = Ratio(stored: json["model"]) {
            var price = TokenPrice(model)
            for (name, part) in Self.parts {
                if let ratio = Ratio(stored: json[name]) { price[keyPath: part] = ratio }
            }
            self.init(.tokens(price), group: group)
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
        let counts = Self.more.map { ($0.0, self[keyPath: $0.1]) }.filter { $0.1 != 0 }
        return counts.isEmpty ? nil : JSONValue.object(counts.map { .init($0.0, .integer($0.1)) }).serialized
    }

    mutating func read(more text: String?) {
        guard let text, let json = try? JSONValue(parsing: text.utf8) else { return }
        for (name, counter) in Self.more { self[keyPath: counter] = json[name]?.integer.map { Int($0) } ?? 0 }
    }

    private static var more: [(Text, WritableKeyPath<Usage, Int>)] {
        [
            ("cache_write", \.cacheWriteTokens), ("image", \.imageTokens), ("audio", \.audioTokens),
            ("spoken", \.spokenTokens),
        ]
    }
}
