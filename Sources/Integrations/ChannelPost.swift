internal import Domain
internal import JSON
internal import Transport
internal import Wire

/// What one kind of channel is sent over HTTP, signed as it wants it, and what its answer means.
///
/// The formats: Feishu *Custom bot usage guide*, DingTalk *Customize robot security settings*, WeCom *Group robot configuration*,
/// Telegram *Bot API: sendMessage*, Slack *Incoming webhooks*.
struct ChannelPost {
    let kind: AlertChannel.Kind
    var url: String
    var headers: Headers = ["Content-Type": "application/json"]
    var body: [UInt8]

    init(_ kind: AlertChannel.Kind, _ message: AlertMessage, _ target: AlertTarget, at now: Timestamp) {
        self.kind = kind
        url = target.url.reveal()
        let secret = target.secret.reveal()
        var json: JSONValue
        switch kind {
        case .webhook, .mail: json = message.json
        case .feishu:
            json = ["msg_type": "text", "content": ["text": .string(message.text(upTo: 16 << 10))]]
            if !secret.isEmpty {
                let moment = String(now.seconds)
                // The text to be signed is the key, and nothing is hashed with it.
                let sign = Base64.encode(HMACSHA256.of("", key: "\(moment)\n\(secret)"))
                (json["timestamp"], json["sign"]) = (.string(moment), .string(sign))
            }
        case .dingtalk:
            json = ["msgtype": "text", "text": ["content": .string(message.text(upTo: 16 << 10))]]
            if !secret.isEmpty { url = Self.signed(url, with: secret, at: now) }
        case .wecom: json = ["msgtype": "text", "text": ["content": .string(message.text(upTo: 2000))]]
        case .telegram:
            url = "\(url)/bot\(secret)/sendMessage"
            json = [
                "chat_id": .string(target.to.first ?? ""), "text": .string(message.text(upTo: 4000)),
                "disable_web_page_preview": true,
            ]
        case .slack: json = ["text": .string(Self.escaped(message.text(upTo: 30_000)))]
        }
        body = Array(json.serialized.utf8)
        if kind == .webhook { sign(message, secret, at: now) }
    }

    /// The signature is over time and body, so that neither can be used again with another.
    private mutating func sign(_ message: AlertMessage, _ secret: String, at now: Timestamp) {
        let moment = String(now.seconds)
        headers["X-Chatmirror-Id"] = Text(message.notice.id.text)
        headers["X-Chatmirror-Timestamp"] = Text(moment)
        guard !secret.isEmpty else { return }
        let code = HMACSHA256.of(Array("\(moment).".utf8) + body, key: Array(secret.utf8))
        headers["X-Chatmirror-Signature"] = Text("sha256=\(Hexadecimal.encode(code))")
    }

    private static func signed(_ url: String, with secret: String, at now: Timestamp) -> String {
        let moment = String(now.milliseconds)
        let sign = Base64.encode(HMACSHA256.of("\(moment)\n\(secret)", key: secret))
        let mark = url.utf8.contains(UInt8(ascii: "?")) ? "&" : "?"
        return "\(url)\(mark)timestamp=\(moment)&sign=\(percentEncoded(sign))"
    }

    /// What means something in Slack's texts.
    private static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += Array("&amp;".utf8)
            case UInt8(ascii: "<"): bytes += Array("&lt;".utf8)
            case UInt8(ascii: ">"): bytes += Array("&gt;".utf8)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

// MARK: Answers

extension ChannelPost {
    /// Nil where the message was taken. Some answer 200 and say in the body that it was not.
    func failure(_ status: Int, _ answer: [UInt8], wait: Int?) -> AlertFailure? {
        let pause = wait.map { Duration.seconds(Int64(max(0, $0))) }
        guard !(300..<400).contains(status) else {
            return AlertFailure(.redirect, "HTTP \(status)")
        }
        let json = try? JSONValue(parsing: answer)
        let refusal = json.flatMap(refusal)
        guard (200..<300).contains(status) else {
            let pause = pause ?? json?["parameters"]?["retry_after"]?.integer.map { .seconds($0) }
            if let refusal { return AlertFailure(.refused, refusal, wait: pause) }
            return AlertFailure(.status, "HTTP \(status)", wait: pause)
        }
        if let refusal { return AlertFailure(.refused, refusal) }
        return isTaken(json, answer) ? nil : AlertFailure(.noAnswer, "HTTP \(status)")
    }

    /// What the other side says of why it did not take it.
    private func refusal(_ json: JSONValue) -> String? {
        func said(_ code: Text, _ words: Text) -> String? {
            guard let number = json[code]?.integer, number != 0 else { return nil }
            return "\(number) \(Self.line(json[words]?.text?.string ?? ""))"
        }
        switch kind {
        case .feishu: return said("code", "msg") ?? said("StatusCode", "StatusMessage")
        case .dingtalk, .wecom: return said("errcode", "errmsg")
        case .telegram: return json["ok"]?.bool == false ? said("error_code", "description") ?? "ok: false" : nil
        case .mail, .webhook, .slack: return nil
        }
    }

    private func isTaken(_ json: JSONValue?, _ answer: [UInt8]) -> Bool {
        switch kind {
        case .feishu: json?["code"]?.integer == 0 || json?["StatusCode"]?.integer == 0
        case .dingtalk, .wecom: json?["errcode"]?.integer == 0
        case .telegram: json?["ok"]?.bool == true
        case .slack: answer.elementsEqual("ok".utf8)
        case .mail, .webhook: true
        }
    }

    /// In one line, and not for long.
    private static func line(_ text: String) -> String {
        let line = String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 32 ? " " : $0 }))
        return String(line.pieces(of: 200)[0])
    }
}
