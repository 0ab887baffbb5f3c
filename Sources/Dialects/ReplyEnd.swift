public import Domain
import JSON
import Wire

/// How an answer ended.
public enum ReplyEnd: Sendable, Equatable {
    case finished(FinishReason)
    /// The upstream says what went wrong.
    case refused(ErrorBody)
    /// It is no answer; for an administrator.
    case bad(String)
    /// Nobody may ask the account again before a person has looked; for an administrator.
    case wantsPerson(String)
    case incomplete
}
