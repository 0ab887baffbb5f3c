import Domain
import HTTP
import Web
import Wire

/// The page that says how available the models were, for everybody where an administrator says so. It needs no script.
struct StatusPage: Sendable {
    let availability: Availability
    let looks: SiteLooks
    let shells: Shells

    /// `GET /status`
    func show(_ call: Call) async throws(ChatError) -> Response {
        let models = try await availability.ofAll()
        let language = call.language
        let body = models.isEmpty ? "<p>\(language.noModels)</p>" : models.map { Self.row($0, language) }.joined()
        let site = await looks.shown().name
        return shells.status(title: language.title(of: .status, on: site), on: site, body: body, for: call.request)
    }

    private static func row(_ model: ModelAvailability, _ language: Language) -> String {
        let days = model.days.map { day in
            // Midnight somewhere may be yesterday here; half past one in the afternoon is nowhere but on the day line.
            let date = (day.start + .seconds(48_600)).iso8601.prefix(10)
            let words = "\(date): \(shown(day.percent, language))"
            return #"<li class="status-day \#(grade(day.percent))" title="\#(words)"><span>\#(words)</span></li>"#
        }.joined()
        return """
            <section class="status-model"><h2>\(model.model.escapedForHTML)</h2>\
            <p class="status-percent">\(shown(model.percent, language))</p>\
            <ol class="status-days">\(days)</ol></section>
            """
    }

    private static func shown(_ percent: Double?, _ language: Language) -> String {
        percent.map { "\($0)%" } ?? language.nobodyAsked
    }

    private static func grade(_ percent: Double?) -> String {
        guard let percent else { return "is-unknown" }
        return percent >= 99 ? "is-good" : percent >= 90 ? "is-fair" : "is-bad"
    }
}

extension Language {
    fileprivate var nobodyAsked: String { self == .chinese ? "无请求" : "no requests" }
    fileprivate var noModels: String { self == .chinese ? "目前没有可用的模型。" : "There are no models right now." }
}
