internal import JSON

/// What prices are made of, under New API's names (new-api.md §20). Each is an object of models, or patterns of their names, and numbers.
extension Setting {
    static let ofPrices = [
        modelRatio, completionRatio, modelPrice, cacheRatio, createCacheRatio, imageRatio, audioRatio,
        audioCompletionRatio, secondPrice, audioInputPrice, webSearchPrice, fileSearchPrice, imageToolPrice,
        groupGroupRatio,
    ]

    /// `{"gpt-4o": 1.25}`: what a token costs that is read; 1 is 2 USD for a million.
    public static let modelRatio = table("ModelRatio")
    /// What one costs that is written, as a multiple. The standard is the one that New API ships.
    public static let completionRatio = table("CompletionRatio", standard: #"{"gpt-image-1":8,"gpt-4o-gizmo-*":3}"#)
    /// `{"dall-e-3": 0.04}`: USD for a call, whatever it reads and writes.
    public static let modelPrice = table("ModelPrice")
    public static let cacheRatio = table("CacheRatio")
    public static let createCacheRatio = table("CreateCacheRatio")
    public static let imageRatio = table("ImageRatio")
    public static let audioRatio = table("AudioRatio")
    public static let audioCompletionRatio = table("AudioCompletionRatio")

    /// `{"whisper-1": 0.0001}`: USD for a second of sound. This and those that follow are options of ours: New API has the numbers in its code.
    public static let secondPrice = table("SecondPrice")
    /// USD for a million tokens of sound that a model of Google's hears.
    public static let audioInputPrice = table(
        "AudioInputPrice",
        standard:
            #"{"gemini-2.5-flash*":1,"gemini-2.5-flash-lite*":0.5,"gemini-2.5-flash*native-audio*":3,"gemini-2.0-flash*":0.7}"#
    )
    /// USD for a thousand searches in the web that a model makes.
    public static let webSearchPrice = table(
        "WebSearchPrice", standard: #"{"o3*":10,"o4*":10,"gpt-5*":10,"*claude*":10,"*":25}"#)
    /// The same of searches in files.
    public static let fileSearchPrice = table("FileSearchPrice", standard: #"{"*":2.5}"#)
    /// USD for a picture that a tool makes (`MadePicture`).
    public static let imageToolPrice = table(
        "ImageToolPrice",
        standard:
            #"{"low":0.011,"low-wide":0.016,"medium":0.042,"medium-wide":0.063,"high":0.167,"high-wide":0.25}"#)

    /// `{"vip": {"vip": 0.8}}`: what a group pays when it uses the accounts of a group, in place of that one's own ratio.
    public static let groupGroupRatio = Setting("GroupGroupRatio", standard: "{}") { value throws(ChatError) in
        guard let members = try json(value).members else { throw .invalid(field: "value", .not(.object)) }
        for member in members {
            let name = String(member.key.string.prefix(64))
            guard UserGroup.isValid(member.key.string) else {
                throw .invalid(field: "value", .entry(name, .badGroupName))
            }
            guard let ratios = member.value.members else {
                throw .invalid(field: "value", .entry(name, .not(.object)))
            }
            for ratio in ratios where Ratio(ratio.value) == nil {
                throw .invalid(
                    field: "value", .entry(name, .entry(String(ratio.key.string.prefix(64)), .notARatio)))
            }
        }
        return References()
    }

    private static func table(_ name: String, standard: String = "{}") -> Setting {
        Setting(name, standard: standard) { value throws(ChatError) in
            _ = try RatioTable(json(value))
            return References()
        }
    }

    /// Its value among all that are stored, or the standard; nil where it is no JSON.
    func read(_ values: [String: String]) -> JSONValue? { try? Self.json(values[name] ?? standard) }
}
