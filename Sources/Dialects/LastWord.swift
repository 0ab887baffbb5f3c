import Domain
import JSON
import Wire

/// Whether a finish reason is the last thing that was said. Some send one with every word.
public enum LastWord: Sendable { case none, finishAfterText, finishWithText }
