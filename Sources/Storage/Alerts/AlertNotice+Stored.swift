internal import Domain
internal import JSON

/// A notice inside a column, as JSON: what is told is what was so then, whatever became of the alerts.
extension AlertNotice {
    var stored: String {
        let json: JSONValue = [
            "id": .string(id.text), "kind": .string(kind.rawValue), "count": .integer(count),
            "at": .integer(at.milliseconds), "alerts": .array(alerts.map(\.stored)),
        ]
        return json.serialized
    }

    /// Nil for what this version cannot tell of.
    init?(stored text: String) {
        guard let json = try? JSONValue(parsing: text.utf8),
            let id = json["id"]?.text.flatMap({ Key<Self>($0.string) }),
            let kind = json["kind"]?.text.flatMap({ Kind(rawValue: $0.string) }), let at = json["at"]?.integer
        else { return nil }
        let alerts = (json["alerts"]?.array ?? []).compactMap { Alert(stored: $0) }
        self.init(
            id: id, kind, alerts, count: json["count"]?.integer.map { Int($0) }, at: Timestamp(milliseconds: at))
    }
}

extension Alert {
    fileprivate var stored: JSONValue {
        [
            "id": .string(id.text), "kind": .string(kind.rawValue), "subject_kind": .string(subject.kind.rawValue),
            "subject_id": .integer(subject.id), "subject_name": .string(subject.name), "facts": facts.json,
            "opened_at": .integer(openedAt.milliseconds),
            "closed_at": closedAt.map { .integer($0.milliseconds) } ?? .null,
        ]
    }

    fileprivate init?(stored json: JSONValue) {
        guard let id = json["id"]?.text.flatMap({ Key<Alert>($0.string) }),
            let kind = json["kind"]?.text.flatMap({ AlertKind(rawValue: $0.string) }),
            let subject = json["subject_kind"]?.text.flatMap({ AlertSubject.Kind(rawValue: $0.string) }),
            let opened = json["opened_at"]?.integer
        else { return nil }
        self.init(
            id: id, kind,
            of: AlertSubject(
                subject, json["subject_id"]?.integer ?? 0, name: json["subject_name"]?.text?.string ?? ""),
            AlertFacts(json["facts"] ?? [:]), at: Timestamp(milliseconds: opened))
        closedAt = json["closed_at"]?.integer.map { Timestamp(milliseconds: $0) }
    }
}
