public enum ConversationOrder: String, Sendable { case updated, created }
