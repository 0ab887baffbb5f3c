package import Web
import Wire

extension Surface {
    /// What a member's chat page calls (chatmirror.md §3).
    package static func chat(_ ports: Ports) -> Surface {
        Surface(
            "chat", claiming: [.prefix("/backend-api/")], failingAs: .detail, chatRoutes(ports))
    }

    private static func chatRoutes(_ ports: Ports) -> [Route] {
        let profile = Profile(ports: ports)
        let conversations = Conversations(ports: ports)
        let messages = Messages(ports: ports)
        return [
            Route(.get, "/backend-api/me", .member, profile.me),
            Route(.get, "/backend-api/models", .member, profile.models),
            Route(.get, "/backend-api/conversations", .member, conversations.list),
            Route(.get, "/backend-api/conversation/:id", .member, conversations.read),
            Route(.patch, "/backend-api/conversation/:id", .member, conversations.change),
            Route(.post, "/backend-api/conversation/gen_title/:id", .member, conversations.generateTitle),
            Route(
                .post, "/backend-api/conversation", .member, bodyLimit: Messages.bodyLimit,
                takesRemembered: true, messages.send),
            Route(.get, "/backend-api/conversation/:id/stream", .member, messages.follow),
            Route(.post, "/backend-api/conversation/:id/stop", .member, messages.stop),
        ]
    }
}
