import Wire

extension Site {
    /// What a member's chat page calls (chatmirror.md §3, and the quota of §4).
    static func chatRoutes(_ ports: Ports) -> [Route] {
        let profile = Profile(ports: ports)
        let conversations = Conversations(ports: ports)
        let messages = Messages(ports: ports)
        return [
            Route(.get, "/backend-api/me", .member, .backend, profile.me),
            Route(.get, "/backend-api/models", .member, .backend, profile.models),
            Route(.get, "/backend-api/conversations", .member, .backend, conversations.list),
            Route(.get, "/backend-api/conversation/:id", .member, .backend, conversations.read),
            Route(.patch, "/backend-api/conversation/:id", .member, .backend, conversations.change),
            Route(.post, "/backend-api/conversation/gen_title/:id", .member, .backend, conversations.generateTitle),
            Route(
                .post, "/backend-api/conversation", .member, .backend, bodyLimit: Messages.bodyLimit,
                takesRemembered: true, messages.send),
            Route(.get, "/backend-api/conversation/:id/stream", .member, .backend, messages.follow),
            Route(.post, "/backend-api/conversation/:id/stop", .member, .backend, messages.stop),
            Route(.get, "/api/user/quota", .member, .api, profile.quota),
        ]
    }
}
