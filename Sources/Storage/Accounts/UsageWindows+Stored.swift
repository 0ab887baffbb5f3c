internal import Domain
internal import JSON

extension UsageWindows {
    /// As the column holds it.
    var stored: String {
        let list = windows.map { window -> JSONValue in
            var json: JSONValue = ["name": .string(window.name), "used_percent": .double(window.usedPercent)]
            if let moment = window.resetsAt { json["resets_at"] = .integer(moment.milliseconds) }
            if let isReached = window.isReached { json["is_reached"] = .bool(isReached) }
            return json
        }
        let json: JSONValue = ["read_at": .integer(readAt.milliseconds), "windows": .array(list)]
        return json.serialized
    }

    /// Nil for what another version wrote that this one does not know.
    init?(stored text: String) {
        guard let json = try? JSONValue(parsing: text.utf8), let readAt = json["read_at"]?.integer else { return nil }
        let windows = (json["windows"]?.array ?? []).compactMap { window -> UsageWindow? in
            guard let name = window["name"]?.text, let percent = window["used_percent"]?.double else { return nil }
            return UsageWindow(
                name.string, usedPercent: percent,
                resetsAt: window["resets_at"]?.integer.map { Timestamp(milliseconds: $0) },
                isReached: window["is_reached"]?.bool)
        }
        self.init(windows, readAt: Timestamp(milliseconds: readAt))
    }
}
