import Domain
import HTTP
import JSON
import Web
import Wire

/// The logo of the site, which is an option that takes no text of one's own.
struct SiteLogo: Sendable {
    let looks: SiteLooks

    static func routes(_ looks: SiteLooks) -> [Route] {
        [Route(.put, "/api/site/logo", .root, .logo, SiteLogo(looks: looks).set)]
    }

    /// `PUT /api/site/logo {"picture"}`: in base64; null takes it away. Answers with the address, as the option `Logo` has it.
    func set(_ call: Call, _ picture: SitePicture?) async throws(ChatError) -> Response {
        .envelope(.string(try await looks.setLogo(picture, by: call.actor)))
    }
}

extension Form where Value == SitePicture? {
    static let logo = Form(Field.picture.orNull().required()) { $0 }
}
