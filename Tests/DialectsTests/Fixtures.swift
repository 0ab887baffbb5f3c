import Glibc
import Testing

/// The golden files of one format: an input and, beside it, what is read from it.
struct Fixture: Sendable, CustomTestStringConvertible {
    let name: String
    let input: [UInt8]
    let expected: [String]
    var testDescription: String { name }
    var isStream: Bool { name.hasSuffix(".sse") }

    /// Every pair in `Tests/Fixtures/<format>`; a new file needs no new line here.
    static func all(of format: String) -> [Fixture] {
        let folder = #filePath.split(separator: "/").dropLast(2).map { "/" + $0 }.joined() + "/Fixtures/\(format)"
        return names(in: folder).filter { $0.hasSuffix(".sse") || $0.hasSuffix(".json") || $0.hasSuffix(".in") }.map {
            name in
            let stem = name.prefix { $0 != "." }
            let expected = String(decoding: read("\(folder)/\(stem).expected"), as: UTF8.self)
            return Fixture(
                name: name, input: read("\(folder)/\(name)"), expected: expected.split(separator: "\n").map(String.init)
            )
        }
    }

    static func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(
                withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names.sorted()
    }

    static func read(_ path: String) -> [UInt8] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        return Array(bytes[..<fread(&bytes, 1, bytes.count, file)])
    }
}
