/// Which of a member's conversations a list holds. None of those in the trash, which has a list of its own.
public struct ConversationFilter: Sendable, Equatable {
    public var isArchived = false
    /// Nil: whether pinned or not.
    public var isStarred: Bool?
    /// Nil: those of no project, unless pinned or archived ones are asked for: these come from everywhere.
    public var project: Key<Project>?

    public init() {}

    public static func archived(_ isArchived: Bool) -> ConversationFilter {
        var filter = ConversationFilter()
        filter.isArchived = isArchived
        return filter
    }

    /// Whether a project's conversations are left out.
    public var isPlain: Bool { project == nil && !isArchived && isStarred != true }
}
