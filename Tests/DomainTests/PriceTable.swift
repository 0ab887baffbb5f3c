import Foundation
import JSON

@testable import Domain

/// The table of costs (`Tests/Fixtures/prices`).
enum PriceTable {
    struct Row: Sendable, CustomStringConvertible {
        let description: String
        let (model, group): (String, String)
        let endpoint: Endpoint
        let calls: Int
        let multiple: Ratio
        let usage: Usage
        let units: Int

        func cost(by tariff: Tariff?) -> Int {
            guard var tariff else { return 0 }
            (tariff.calls, tariff.multiple) = (calls, multiple)
            return tariff.cost(of: usage, at: endpoint)
        }
    }

    struct Unreadable: Error { let line: String }

    static func rows() throws -> [Row] {
        let lines = try text(of: "costs.tsv").split(separator: "\n").filter { !$0.hasPrefix("#") }
        return try lines.dropFirst().map { line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            let counts = cells[3..<11].compactMap { Int($0) } + cells[12...].compactMap { Int($0) }
            guard cells.count == 17, counts.count == 12, let endpoint = Endpoint(rawValue: cells[2]),
                let multiple = Ratio(cells[11])
            else { throw Unreadable(line: String(line)) }
            var usage = Usage(
                promptTokens: counts[1], completionTokens: counts[2], cachedTokens: counts[3],
                cacheWriteTokens: counts[4],
                imageTokens: counts[5], audioTokens: counts[6], spokenTokens: counts[7])
            usage.soundLength = counts[8]
            let made = cells[15].split(separator: " ").compactMap { MadePicture(rawValue: String($0)) }
            usage.tools = ToolUse(
                webSearches: counts[9], fileSearches: counts[10],
                pictures: Dictionary(made.map { ($0, 1) }, uniquingKeysWith: +))
            return Row(
                description: String(line), model: cells[0], group: cells[1], endpoint: endpoint, calls: counts[0],
                multiple: multiple, usage: usage, units: counts[11])
        }
    }

    static func prices() throws -> Prices {
        let options = try JSONValue(parsing: text(of: "options.json").utf8).members ?? []
        return Prices(Dictionary(uniqueKeysWithValues: options.map { ($0.key.string, $0.value.serialized) }))
    }

    private static func text(of name: String) throws -> String {
        let folder = #filePath.split(separator: "/").dropLast(2).map { "/" + $0 }.joined() + "/Fixtures/prices"
        return try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
    }
}
