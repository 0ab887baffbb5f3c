/// What an upstream's own tools cost a request to one model (new-api.md §20, *surcharges*). A class: each request carries one from hand
/// to hand, and those of all models share the prices of pictures.
public final class ToolPrices: Sendable, Equatable {
    /// USD for a thousand.
    public let webSearch: Ratio
    public let fileSearch: Ratio
    /// USD for each.
    public let pictures: [MadePicture: Ratio]

    public init(webSearch: Ratio, fileSearch: Ratio, pictures: [MadePicture: Ratio]) {
        self.webSearch = webSearch
        self.fileSearch = fileSearch
        self.pictures = pictures
    }

    public static func == (left: ToolPrices, right: ToolPrices) -> Bool {
        left.webSearch == right.webSearch && left.fileSearch == right.fileSearch && left.pictures == right.pictures
    }

    /// In units, before the group's ratio.
    func units(of use: ToolUse) -> Ratio {
        if use.isEmpty { return .zero }
        let searches =
            (webSearch * Ratio(use.webSearches) + fileSearch * Ratio(use.fileSearches)) * Self.unitsOfThousand
        return use.pictures.reduce(searches) { sum, made in
            sum + (pictures[made.key] ?? .zero) * Ratio(made.value) * Ratio(Price.unitsPerDollar)
        }
    }

    /// A USD for a thousand, in units for one.
    private static let unitsOfThousand = Ratio(Price.unitsPerDollar / 1000)
}
