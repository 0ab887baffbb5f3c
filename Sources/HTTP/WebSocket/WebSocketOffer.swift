internal import CCrypto
public import JSON
internal import Wire

/// A client's wish to go on as a WebSocket (RFC 6455, §4.2.1).
public struct WebSocketOffer: Sendable {
    /// The sub-protocols that it speaks, as it named them.
    public let protocols: [Text]
    private let key: Text

    /// Why it is none.
    public enum Flaw: Error, Sendable {
        /// An ordinary request, or another version of the protocol: 426.
        case notAsked, version
        /// It broke the rules: 400.
        case key, body
    }

    public init(_ request: Request) throws(Flaw) {
        let headers = request.headers
        guard request.method == .get, headers.lists("upgrade", "websocket"), headers.lists("connection", "upgrade")
        else { throw .notAsked }
        guard headers.all("sec-websocket-version") == ["13"] else { throw .version }
        let keys = headers.all("sec-websocket-key")
        guard keys.count == 1, Self.isKey(keys[0]) else { throw .key }
        guard headers["transfer-encoding"] == nil, headers["content-length"] ?? "0" == "0" else { throw .body }
        protocols = headers.items(of: "sec-websocket-protocol")
        key = keys[0]
    }

    /// The answer that makes a WebSocket of the connection and lends it to `talk`, on the connection's loop. When that returns, the
    /// connection is closed.
    public func accepted(
        speaking name: Text? = nil, _ limits: WebSocketLimits = WebSocketLimits(),
        talk: @escaping @Sendable (WebSocket) async -> Void
    ) -> Response {
        var headers: Headers = ["sec-websocket-accept": WebSocketKey.answer(to: key)]
        if let name { headers["sec-websocket-protocol"] = name }
        return Response(101, headers: headers, body: .webSocket(limits, talk))
    }

    /// 16 bytes in base64.
    private static func isKey(_ text: Text) -> Bool {
        text.byteCount == 24 && text.utf8.suffix(2).elementsEqual("==".utf8)
            && text.utf8.dropLast(2).allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                    || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
            }
    }
}

/// The proof that a server has read the client's handshake (RFC 6455, §1.3).
enum WebSocketKey {
    /// SHA-1, which nothing rests on here: it only shows that the peer speaks WebSocket.
    static func answer(to key: Text) -> Text {
        let text = Array("\(key)258EAFA5-E914-47DA-95CA-C5AB0DC85B11".utf8)
        var digest = [UInt8](repeating: 0, count: 20)
        precondition(EVP_Digest(text, text.count, &digest, nil, EVP_sha1(), nil) == 1, "SHA-1 is not to be had")
        return base64(digest)
    }

    static func base64(_ bytes: [UInt8]) -> Text {
        var output = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
        let count = EVP_EncodeBlock(&output, bytes, Int32(bytes.count))
        return Text(decoding: output[..<Int(count)])
    }
}

extension Headers {
    /// The items of all fields of that name, which hold lists with commas.
    func items(of name: Text) -> [Text] {
        all(name).flatMap { $0.split(separator: UInt8(ascii: ",")) }.map(\.trimmed).filter { !$0.isEmpty }
    }

    /// Whether such a list holds that word, in lower case here.
    func lists(_ name: Text, _ word: Text) -> Bool { items(of: name).contains { $0.asciiLowercased == word } }
}
