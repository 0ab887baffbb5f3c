public import JSON

/// The pictures of an answer as they came, each an address or a data URL, in their order.
public struct DrawnPictures: Sendable, Equatable {
    public private(set) var links: [Text] = []
    private var bytes = 0
    /// How many there were beyond what one answer may have.
    public private(set) var left = 0

    /// Of one answer.
    public static let most = 10
    /// Bytes of all that an answer says of its pictures, which may stand in it in base64.
    public static let mostBytes = 96 << 20

    public init() {}

    /// Those of a whole answer to `POST /v1/images/generations`: `{"data":[{"b64_json"|"url"}]}`. None of what is no such answer.
    public init(answer: [UInt8]) {
        let json = try? JSONValue(parsing: answer, duplicates: .keepFirst)
        for item in json?["data"]?.array ?? [] {
            if let base64 = item["b64_json"]?.text {
                add("data:image/png;base64,\(base64)")
            } else if let link = item["url"]?.text {
                add(link)
            }
        }
    }

    public var isEmpty: Bool { links.isEmpty }

    public mutating func add(_ link: Text) {
        guard links.count < Self.most, bytes + link.byteCount <= Self.mostBytes else {
            left += 1
            return
        }
        links.append(link)
        bytes += link.byteCount
    }
}
