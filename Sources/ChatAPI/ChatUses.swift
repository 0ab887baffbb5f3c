package import Domain

/// What the chat's routes act through.
package struct ChatUses: Sendable {
    let conversations: any ConversationStore
    let search: SearchConversations
    let trash: Trash
    let projects: Projects
    let shares: SharedChats
    let assistants: Assistants
    let looks: SiteLooks
    let models: ModelOffers
    let details: AnswerDetails
    let summaries: Summaries
    let preferences: any PreferenceStore
    let accounts: MemberAccounts
    let availability: Availability
    let sessions: any SessionStore
    let sendMessage: SendMessage
    let turns: TurnRunner
    let turnLog: any TurnLog
    let files: Files
    let taking: TakingUses
    let jobs: Jobs
    let clock: any WallClock

    package init(
        conversations: any ConversationStore, search: SearchConversations, trash: Trash, projects: Projects,
        shares: SharedChats, preferences: any PreferenceStore, assistants: Assistants, looks: SiteLooks,
        models: ModelOffers, details: AnswerDetails,
        summaries: Summaries, accounts: MemberAccounts, availability: Availability, sessions: any SessionStore,
        sendMessage: SendMessage,
        turns: TurnRunner, turnLog: any TurnLog, files: Files, taking: TakingUses, jobs: Jobs, clock: any WallClock
    ) {
        self.conversations = conversations
        self.search = search
        self.trash = trash
        self.projects = projects
        self.shares = shares
        self.assistants = assistants
        self.looks = looks
        self.models = models
        self.details = details
        self.summaries = summaries
        self.preferences = preferences
        self.accounts = accounts
        self.availability = availability
        self.sessions = sessions
        self.sendMessage = sendMessage
        self.turns = turns
        self.turnLog = turnLog
        self.files = files
        self.taking = taking
        self.jobs = jobs
        self.clock = clock
    }
}
