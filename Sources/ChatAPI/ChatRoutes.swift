import Domain
import JSON
package import Web
import Wire

extension Surface {
    /// What a member's chat page calls (chatmirror.md §3).
    package static func chat(_ uses: ChatUses, _ options: SiteOptions) -> Surface {
        let uploads = Uploads(files: uses.files, publicURL: options.publicURL)
        return Surface(
            "chat", claiming: [.prefix("/backend-api/")], failingAs: .detail,
            chatRoutes(uses) + uploads.routes
                + Shares(shares: uses.shares, publicURL: options.publicURL).routes
                + Taking(uses: uses.taking, jobs: uses.jobs).routes)
    }

    private static func chatRoutes(_ uses: ChatUses) -> [Route] {
        let profile = Profile(models: uses.models)
        let accounts = AccountStatuses(accounts: uses.accounts)
        let conversations = Conversations(
            conversations: uses.conversations, trash: uses.trash, projects: uses.projects)
        let details = MessageDetails(
            details: uses.details,
            gauge: ContextGauge(
                conversations: uses.conversations, preferences: uses.preferences, models: uses.models,
                summaries: uses.summaries, assistants: uses.assistants),
            summaries: uses.summaries)
        let search = Search(conversations: uses.search)
        let messages = Messages(
            conversations: uses.conversations, sendMessage: uses.sendMessage, turns: uses.turns, turnLog: uses.turnLog,
            clock: uses.clock, viewers: Viewers(sessions: uses.sessions, clock: uses.clock, turns: uses.turns))
        return [
            Route(.get, "/backend-api/me", .member, profile.me),
            Route(.get, "/backend-api/models", .member, profile.models),
            Route(.get, "/backend-api/account_status", .member, accounts.list),
            Route(
                .get, "/backend-api/availability", .member, ModelStatuses(availability: uses.availability).list),
            Route(.get, "/backend-api/sidebar", .member, conversations.sidebar),
            Route(.get, "/backend-api/conversations", .member, conversations.list),
            Route(.get, "/backend-api/conversations/search", .member, search.find),
            Route(
                .patch, "/backend-api/conversations", .member, takes: SeveralChange.body, conversations.changeSeveral),
            Route(.get, "/backend-api/conversation/:id", .member, conversations.read),
            Route(
                .patch, "/backend-api/conversation/:id", .member, takes: ConversationChange.body, conversations.change),
            Route(
                .post, "/backend-api/conversation/gen_title/:id", .member,
                takes: .json([FieldShape("message_id", .text(longest: 1024), sample: "")]), conversations.generateTitle),
            Route(
                .post, "/backend-api/conversation", .member, bodyLimit: Messages.bodyLimit,
                takesRemembered: true, takes: MessageBody.described, messages.send),
            Route(.get, "/backend-api/conversation/:id/questions", .member, conversations.questions),
            Route(.get, "/backend-api/conversation/:id/context", .member, details.context),
            Route(.get, "/backend-api/conversation/:id/stream", .member, messages.follow),
            Route(.get, "/backend-api/conversation/:id/message/:message/details", .member, details.read),
            Route(.get, "/backend-api/conversation/:id/message/:message/summary", .member, details.summary),
            Route(.post, "/backend-api/conversation/:id/stop", .member, messages.stop),
        ] + DeletedConversations(trash: uses.trash).routes + MemberProjects(projects: uses.projects).routes
            + MemberSettings(preferences: uses.preferences).routes
            + MemberAssistants(assistants: uses.assistants).routes + SiteNotice(looks: uses.looks).routes
    }
}
