import Domain
import HTTP
import JSON
import Web
import Wire

/// The page that readers of a share get: all of it stands in the HTML, for a reader without scripts. A script only typesets the answers.
struct SharedPages: Sendable {
    let shares: SharedChats
    let looks: SiteLooks
    let shells: Shells
    let clock: any WallClock

    var routes: [Route] {
        [
            Route(.get, "/share/:id", .anyone) { call throws(ChatError) in try await answer(call, passcode: nil) },
            // By a form: a passcode has no place in an address.
            Route(.post, "/share/:id", .anyone, bodyLimit: 4096, takes: Self.form) { call throws(ChatError) in
                let form = Query(String(decoding: try await call.body(), as: UTF8.self))
                return try await answer(call, passcode: form["passcode"]?.string ?? "")
            },
        ]
    }

    private static let form = BodyShape.form([
        FieldShape("passcode", .text(longest: 64), sample: "a secret text").required
    ])

    private func answer(_ call: Call, passcode: String?) async throws(ChatError) -> Response {
        let reader = SharedChats.Reader(user: call.visitor.user?.id, address: call.request.remoteAddress)
        let page = SharedPage(language: call.language, now: clock.now, look: await looks.shown())
        do {
            let reading = try await shares.open(call.key("id"), passcode: passcode, by: reader)
            return shells.shared(
                200, title: "\(reading.share.title) · \(page.look.name)", page.html(of: reading), for: call.request)
        } catch {
            switch error {
            case .forbidden, .wrongPassword, .throttled:
                return refusal(error, page, call)
            case .unauthorized: return .redirect(to: "/login")
            default: throw error
            }
        }
    }

    /// Asks for the passcode, or says why it was not looked at.
    private func refusal(_ error: ChatError, _ page: SharedPage, _ call: Call) -> Response {
        let title = "\(page.passcodeTitle) · \(page.look.name)"
        let message = error == .forbidden ? nil : error.words(in: call.language)
        var response = shells.shared(
            error == .forbidden ? 200 : error.status, title: title,
            page.passcodeForm(error == .wrongPassword ? page.wrongPasscode : message), for: call.request)
        response.headers["retry-after"] = error.retryAfter(now: clock.now).map { "\($0)" }
        return response
    }
}
