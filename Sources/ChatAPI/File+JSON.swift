import Domain
import JSON
import Web

extension File {
    /// As a part of a message's content (mirror.md B2).
    var pointer: JSONValue {
        [
            "content_type": "image_asset_pointer", "asset_pointer": .string("file-service://\(id.text)"),
            "size_bytes": .integer(size), "width": side(\.width), "height": side(\.height),
        ]
    }

    /// As the metadata of a message list it.
    var attachment: JSONValue {
        [
            "id": .string(id.text), "name": .string(name), "size": .integer(size),
            "mime_type": .string(kind?.mediaType), "text": text?.json ?? .null,
            "width": side(\.width), "height": side(\.height),
        ]
    }

    /// As its own routes show it (mirror.md B3). `address` is where its contents are.
    func json(at address: String) -> JSONValue {
        [
            "status": "success", "file_id": .string(id.text), "file_name": .string(name),
            "file_size_bytes": .integer(size),
            "mime_type": .string(kind?.mediaType), "text": text?.json ?? .null,
            "creation_time": .string(createdAt.iso8601),
            "download_url": .string(isReady ? address : nil), "width": side(\.width), "height": side(\.height),
            "metadata": nil,
        ]
    }

    private func side(_ side: KeyPath<PixelSize, Int>) -> JSONValue {
        pixels.map { .integer($0[keyPath: side]) } ?? .null
    }
}

extension FileText {
    /// What models get of a document.
    fileprivate var json: JSONValue {
        [
            "bytes": .integer(size), "tokens": .integer(tokens), "is_cut": .bool(isCut),
            "encoding": .string(encoding?.rawValue),
        ]
    }
}
