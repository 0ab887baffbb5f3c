package import Domain
package import JSON

extension UsageRow {
    /// What New API's log keeps beside a row (new-api.md §7): the ratios that it was charged by, and the counters that they were applied to.
    /// Empty for a model that was free.
    var other: JSONValue {
        guard let tariff = entry.charge.tariff else { return [:] }
        var other: JSONValue = ["group_ratio": tariff.group.json]
        switch tariff.price {
        case .call(let dollars):
            other["model_price"] = dollars.json
            if tariff.calls != 1 { other["calls"] = .integer(tariff.calls) }
            if tariff.multiple != .one { other["picture_ratio"] = tariff.multiple.json }
        case .second(let dollars):
            other["second_price"] = dollars.json
            other["sound_ms"] = .integer(entry.usage?.soundLength ?? 0)
        case .tokens(let price): addTokens(at: price, to: &other)
        }
        if let tools = tariff.tools, let use = entry.usage?.tools { add(use, at: tools, to: &other) }
        if let first = firstTokenTime { other["frt"] = .integer(first) }
        return other
    }

    /// Under New API's names, but for pictures: there may be some of several kinds.
    private func add(_ use: ToolUse, at prices: ToolPrices, to other: inout JSONValue) {
        if use.webSearches > 0 {
            other["web_search"] = true
            other["web_search_call_count"] = .integer(use.webSearches)
            other["web_search_price"] = prices.webSearch.json
        }
        if use.fileSearches > 0 {
            other["file_search"] = true
            other["file_search_call_count"] = .integer(use.fileSearches)
            other["file_search_price"] = prices.fileSearch.json
        }
        if !use.pictures.isEmpty { other["image_generation_call"] = true }
        for made in MadePicture.allCases {
            guard let count = use.pictures[made] else { continue }
            other[Text("image_generation_\(made.rawValue)_count")] = .integer(count)
            other[Text("image_generation_\(made.rawValue)_price")] = (prices.pictures[made] ?? .zero).json
        }
    }

    private func addTokens(at price: TokenPrice, to other: inout JSONValue) {
        let usage = entry.usage ?? Usage()
        other["model_ratio"] = price.model.json
        other["completion_ratio"] = price.completion.json
        if case .dollars(let dollars) = price.hearing, usage.audioTokens > 0 {
            // New API's own spelling.
            other["audio_input_seperate_price"] = true
            other["audio_input_token_count"] = .integer(usage.audioTokens)
            other["audio_input_price"] = dollars.json
        }
        if price.hearing == .byRatio, entry.charge.endpoint == .realtime || usage.hasSound {
            other[entry.charge.endpoint == .realtime ? "ws" : "audio"] = true
            other["audio_ratio"] = price.audio.json
            other["audio_completion_ratio"] = price.audioCompletion.json
            other["text_input"] = .integer(max(0, usage.promptTokens - usage.audioTokens))
            other["text_output"] = .integer(max(0, usage.completionTokens - usage.spokenTokens))
            other["audio_input"] = .integer(usage.audioTokens)
            other["audio_output"] = .integer(usage.spokenTokens)
            return
        }
        other["cache_tokens"] = .integer(usage.cachedTokens)
        other["cache_ratio"] = price.cache.json
        if usage.cacheWriteTokens > 0 {
            other["cache_creation_tokens"] = .integer(usage.cacheWriteTokens)
            other["cache_creation_ratio"] = price.cacheCreation.json
        }
        if usage.imageTokens > 0 {
            other["image"] = true
            other["image_output"] = .integer(usage.imageTokens)
            other["image_ratio"] = price.image.json
        }
    }
}

extension Ratio {
    package var json: JSONValue { .number(description) }
}
