/// What a turn may do about its conversation's title when it has ended well.
struct TitleWish: Sendable {
    /// Nothing of the question made one.
    let isUntitled: Bool
    /// Upstreams are asked for titles here.
    let asksUpstream: Bool

    /// Nil where there is nothing to do, as in a temporary conversation, which has no title. `conversation` is nil when it begins with `opening`.
    init?(for conversation: Conversation?, _ opening: TurnOpening, under allowance: Allowance) {
        guard let named = conversation ?? opening.newConversation, named.titleOrigin == .question,
            !named.isTemporary
        else { return nil }
        isUntitled = named.title == Conversation.untitled
        asksUpstream = allowance.asksForTitles
        guard isUntitled || asksUpstream else { return nil }
    }
}
