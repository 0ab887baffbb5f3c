package import HTTP
import JSON
import Web
import Wire

/// Light, dark or as the system says; the class of `<html>`.
package enum Theme: String, Sendable {
    case auto, light, dark

    package init(of request: Request) {
        self = request.cookies.all("theme").firstNonNil(Theme.init) ?? .auto
    }
}
