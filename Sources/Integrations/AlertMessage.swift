internal import Domain
internal import JSON
internal import Wire

/// A notice in the words of a language, in the forms that channels take.
struct AlertMessage {
    let notice: AlertNotice
    let title: String
    let lines: [String]
    let panel: String

    init(_ notice: AlertNotice, in language: AlertLanguage, panel: String) {
        let words = AlertWords(in: language)
        self.notice = notice
        title = words.title(of: notice)
        lines = words.body(of: notice)
        self.panel = panel
    }

    /// At most so many bytes, the panel's address among them.
    func text(upTo most: Int) -> String {
        let head = "[chatmirror] \(title)\n"
        let end = "\n\(panel)"
        let body = lines.joined(separator: "\n")
        let room = max(0, most - head.utf8.count - end.utf8.count)
        guard body.utf8.count > room else { return head + body + end }
        let mark = "…"
        return head + body.pieces(of: max(1, room - mark.utf8.count))[0] + mark + end
    }

    /// What the generic webhook gets (docs/alerts.md).
    var json: JSONValue {
        [
            "id": .string(notice.id.text), "kind": .string(notice.kind.rawValue), "title": .string(title),
            "text": .string(lines.joined(separator: "\n")), "count": .integer(notice.count),
            "at": .integer(notice.at.seconds), "url": .string(panel), "alerts": .array(notice.alerts.map(Self.json)),
        ]
    }

    private static func json(_ alert: Alert) -> JSONValue {
        [
            "id": .string(alert.id.text), "kind": .string(alert.kind.rawValue),
            "subject": [
                "kind": .string(alert.subject.kind.rawValue), "id": .integer(alert.subject.id),
                "name": .string(alert.subject.name),
            ],
            "facts": alert.facts.json, "opened_at": .integer(alert.openedAt.seconds),
            "closed_at": alert.closedAt.map { .integer($0.seconds) } ?? .null,
        ]
    }
}

// MARK: Mail

extension AlertMessage {
    /// With its headers (RFC 5322), in lines that end with CR LF. The texts are in Base64, so no character of theirs means anything.
    func mail(from: String, to: [String], at now: Timestamp) -> [UInt8] {
        let domain = from.utf8.split(separator: UInt8(ascii: "@")).last.map { String(Substring($0)) } ?? "chatmirror"
        let text = (lines + ["", panel]).joined(separator: "\r\n")
        let encoded = Base64.encode(Array(text.utf8))
        var parts = [
            "Date: \(Self.date(now))", "From: <\(from)>", "To: \(to.map { "<\($0)>" }.joined(separator: ", "))",
            "Message-ID: <\(notice.id.text)@\(domain)>", "Subject: \(Self.subject("[chatmirror] \(title)"))",
            "Auto-Submitted: auto-generated", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64", "",
        ]
        parts += encoded.pieces(of: 76).map(String.init)
        return Array((parts.joined(separator: "\r\n") + "\r\n").utf8)
    }

    /// Encoded words (RFC 2047) of 75 characters at most, each of whole characters.
    private static func subject(_ title: String) -> String {
        title.pieces(of: 42).map { "=?utf-8?B?\(Base64.encode(Array($0.utf8)))?=" }.joined(separator: "\r\n ")
    }

    /// `Wed, 11 Mar 2026 12:00:00 +0000`.
    private static func date(_ moment: Timestamp) -> String {
        let iso = Array(moment.iso8601.utf8)
        func part(_ range: Range<Int>) -> String { String(decoding: iso[range], as: UTF8.self) }
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        // 1970-01-01 was a Thursday.
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let day = days[Int(max(0, moment.seconds) / 86_400 % 7)]
        let month = months[(Int(part(5..<7)) ?? 1) - 1]
        return "\(day), \(part(8..<10)) \(month) \(part(0..<4)) \(part(11..<19)) +0000"
    }
}
