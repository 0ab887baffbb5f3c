internal import JSON

/// What files an export has, and where: names are only compared.
struct ExportShelf: Sendable {
    private var names: [String] = []
    /// The last segments of the names, in the order of their bytes.
    private var sorted: [(name: [UInt8], entry: Int)] = []
    /// What people called the files, by the names of the entries.
    private var titles: [Text: String] = [:]
    private var archive: (any OpenArchive)?

    private static let mostOfNames = 32 << 20

    init() {}

    init(_ names: [String], in archive: any OpenArchive) {
        self.names = names
        self.archive = archive
        sorted = names.enumerated().map { (Array(Self.lastSegment($1).utf8), $0) }
            .sorted { $0.name.lexicographicallyPrecedes($1.name) }
    }

    static func lastSegment(_ name: String) -> String {
        name.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(name[name.utf8.index(after: $0)...]) } ?? name
    }

    func entry(named name: String) -> Int? {
        let place = lowerBound(Array(name.utf8))
        return place < sorted.count && sorted[place].name.elementsEqual(name.utf8) ? sorted[place].entry : nil
    }

    /// The files of conversations: `conversations.json`, then `conversations-000.json` and so on, by number.
    var parts: [ExportFile] {
        let found = names.enumerated().compactMap { entry, name -> (number: Int, file: ExportFile)? in
            let last = Self.lastSegment(name)
            guard let number = Self.partNumber(last) else { return nil }
            return (number, ExportFile(name: last, entry: entry))
        }
        return found.sorted { $0.number < $1.number }.map(\.file)
    }

    /// -1 for the one without a number.
    private static func partNumber(_ name: String) -> Int? {
        let bytes = Array(name.utf8)
        let (start, end) = (Array("conversations".utf8), Array(".json".utf8))
        guard bytes.starts(with: start), bytes.count >= start.count + end.count,
            bytes.suffix(end.count).elementsEqual(end)
        else { return nil }
        let middle = bytes[start.count..<bytes.count - end.count]
        if middle.isEmpty { return -1 }
        guard middle.first == UInt8(ascii: "-"), (2...9).contains(middle.count) else { return nil }
        return Int(String(decoding: middle.dropFirst(), as: UTF8.self))
    }

    /// Reads what people called their files, if the export says it.
    mutating func readNames(from archive: any OpenArchive) async {
        guard let entry = entry(named: "conversation_asset_file_names.json"), await archive.go(to: entry),
            let bytes = await archive.rest(upTo: Self.mostOfNames),
            let members = (try? JSONValue(parsing: bytes, duplicates: .keepFirst, most: 1_000_000))?.members
        else { return }
        for member in members {
            if let name = member.value.text, (1...4096).contains(name.byteCount) { titles[member.key] = name.string }
        }
    }

    /// Whether there are chats of groups, which are not imported.
    func hasGroupChats(_ archive: any OpenArchive) async -> Bool {
        guard let entry = entry(named: "group_chats.json"), await archive.go(to: entry),
            case .bytes(let bytes) = await archive.next()
        else { return false }
        // An empty array or object holds neither a text nor a number.
        return bytes.contains(UInt8(ascii: "\""))
    }

    /// The entry of a file that a message names, and what the file is called; nil when it is not in the export.
    func find(_ file: ForeignFile) -> (entry: Int, name: String)? {
        let id = Array(file.id.utf8)
        var place = lowerBound(id)
        while place < sorted.count, sorted[place].name.starts(with: id) {
            let (name, entry) = sorted[place]
            let next = name.dropFirst(id.count).first
            if next == UInt8(ascii: "-") || next == UInt8(ascii: ".") {
                let key = Text(decoding: name)
                let title = titles[Text(names[entry])] ?? titles[key] ?? file.name
                return (entry, title ?? key.string)
            }
            place += 1
        }
        return nil
    }

    /// The contents of an entry; nil when they cannot be read whole, or are more than `most` bytes.
    func contents(of entry: Int, upTo most: Int) async -> [UInt8]? {
        guard let archive, await archive.go(to: entry) else { return nil }
        return await archive.rest(upTo: most)
    }

    private func lowerBound(_ name: [UInt8]) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle].name.lexicographicallyPrecedes(name) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension OpenArchive {
    /// What is left of the entry; nil when that is more than `most` bytes, or broken.
    func rest(upTo most: Int) async -> [UInt8]? {
        var all: [UInt8] = []
        while true {
            switch await next() {
            case .bytes(let bytes):
                all += bytes
                guard all.count <= most else { return nil }
            case .end: return all
            case .broken: return nil
            }
        }
    }
}
