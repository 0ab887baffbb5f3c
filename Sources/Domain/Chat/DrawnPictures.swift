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

extension Dispatcher {
    /// Asks for pictures, as `POST /v1/images/generations` does. None where the answer is longer than it may be, or none of that kind.
    public func draw(
        _ call: PassedCall, under admission: Admission
    ) async -> (pictures: DrawnPictures, receipt: Receipt) {
        var (body, isTooLong) = ([UInt8](), false)
        let receipt = await pass(call, under: admission) { piece in
            guard case .bytes(let bytes) = piece else { return }
            isTooLong = isTooLong || body.count + bytes.count > DrawnPictures.mostBytes
            if !isTooLong { body += bytes }
        }
        return (isTooLong ? DrawnPictures() : DrawnPictures(answer: body), receipt)
    }
}
