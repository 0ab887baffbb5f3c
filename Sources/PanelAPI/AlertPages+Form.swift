import Domain
import JSON
import Web

/// What is to be changed of a rule; nil leaves it.
struct AlertRuleChange: Sendable {
    let kind: AlertKind
    let isEnabled: Bool?
    let threshold: Int?
    let isUrgent: Bool?
}

extension Form where Value == AlertRuleChange {
    static let alertRule = Form(
        Field.word("kind", AlertKind.self).required(), Field.flag("enabled"),
        Field.integer("threshold", in: 0...100_000), Field.flag("urgent")
    ) { AlertRuleChange(kind: $0, isEnabled: $1, threshold: $2.map { Int($0) }, isUrgent: $3) }
}

/// What is to be changed of what holds for all alerts; nil leaves it.
struct AlertSettingsChange: Sendable {
    let from: Int64??
    let to: Int64??
    let isStatusPublic: Bool?

    /// Throws `invalid` for a time without the other.
    func applied(to former: AlertSettings) throws(ChatError) -> AlertSettings {
        var settings = former
        settings.isStatusPublic = isStatusPublic ?? former.isStatusPublic
        switch (from, to) {
        case (nil, nil): break
        case (.some(nil), .some(nil)): settings.quiet = nil
        case (.some(let from?), .some(let to?)):
            guard let quiet = QuietHours(from: Int(from), to: Int(to)) else {
                throw .invalid(field: "quiet_to", .notAfterStart)
            }
            settings.quiet = quiet
        default: throw .invalid(field: from == nil ? "quiet_from" : "quiet_to", .missing)
        }
        return settings
    }
}

extension Form where Value == AlertSettingsChange {
    static let alertSettings = Form(
        Field.integer("quiet_from", in: 0...1439).orNull(),
        Field<Int64?>(FieldShape("quiet_to", .wholeNumber(0...1439), sample: 1)) { fields throws(ChatError) in
            try fields.integer("quiet_to", in: 0...1439)
        }.orNull(), Field.flag("status_public")
    ) { AlertSettingsChange(from: $0, to: $1, isStatusPublic: $2) }
}

/// What is to be told of no more, and for how long.
struct AlertSilence: Sendable {
    let kind: AlertKind?
    let id: String?
    let minutes: Int64
}

extension Form where Value == AlertSilence {
    static let alertSilence = Form(
        Field.word("kind", AlertKind.self), Field.text("id", upTo: 64, sample: "alert"),
        Field.integer("minutes", in: 0...43_200).required()
    ) { AlertSilence(kind: $0, id: $1, minutes: $2) }
}
