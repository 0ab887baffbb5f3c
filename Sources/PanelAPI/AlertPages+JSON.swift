import Domain
import JSON
import Web

extension AlertWords {
    init(in language: Language) { self.init(in: language == .chinese ? AlertLanguage.chinese : .english) }
}

extension Alert {
    func json(in language: Language) -> JSONValue {
        let words = AlertWords(in: language)
        func moment(_ at: Timestamp?) -> JSONValue { at.map { .integer($0.seconds) } ?? .null }
        return [
            "id": .string(id.text), "kind": .string(kind.rawValue), "title": .string(words.title(of: self)),
            "text": .string(words.details(of: self)),
            "subject": [
                "kind": .string(subject.kind.rawValue), "id": .integer(subject.id), "name": .string(subject.name),
            ],
            "facts": facts.json, "opened_at": .integer(openedAt.seconds), "seen_at": .integer(seenAt.seconds),
            "closed_at": moment(closedAt), "told_at": moment(told?.at), "silenced_until": moment(silencedUntil),
        ]
    }
}

extension AlertRule {
    var json: JSONValue {
        [
            "kind": .string(kind.rawValue), "enabled": .bool(isEnabled), "threshold": .integer(threshold),
            "unit": .string(kind.unit?.rawValue), "least": .integer(kind.range.lowerBound),
            "most": .integer(kind.range.upperBound), "urgent": .bool(isUrgent),
            "silenced_until": silencedUntil.map { .integer($0.seconds) } ?? .null,
        ]
    }
}

extension AlertSettings {
    var json: JSONValue {
        [
            "quiet_from": quiet.map { .integer($0.from) } ?? .null, "quiet_to": quiet.map { .integer($0.to) } ?? .null,
            "status_public": .bool(isStatusPublic),
        ]
    }
}

extension AlertChannel {
    /// Of its address the host, of its secrets the end.
    var json: JSONValue {
        [
            "id": .integer(id.value), "name": .string(name), "kind": .string(kind.rawValue),
            "enabled": .bool(isEnabled),
            "language": .string(language.rawValue), "is_readable": .bool(target != nil),
            "host": .string(target?.host ?? ""),
            "url_end": .string(AlertTarget.end(of: target?.url ?? Secret(""))),
            "has_secret": .bool(!(target?.secret.isEmpty ?? true)),
            "secret_end": .string(AlertTarget.end(of: target?.secret ?? Secret(""))),
            "user": .string(target?.user ?? ""), "from": .string(target?.from ?? ""),
            "to": .array((target?.to ?? []).map { .string($0) }), "created_at": .integer(createdAt.seconds),
        ]
    }
}

extension AlertDelivery {
    func json(in language: Language) -> JSONValue {
        let words = AlertWords(in: language)
        return [
            "id": .string(id.text), "channel_id": .integer(channel.value), "channel_name": .string(channelName),
            "kind": .string(notice.kind.rawValue), "title": .string(words.title(of: notice)),
            "count": .integer(notice.count), "state": .string(state.rawValue), "attempts": .integer(attempts),
            "result": .string(words.reason(result)), "created_at": .integer(createdAt.seconds),
            "next_at": nextAt.map { .integer($0.seconds) } ?? .null,
            "ended_at": endedAt.map { .integer($0.seconds) } ?? .null,
        ]
    }
}
