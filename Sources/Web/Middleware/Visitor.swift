package import Domain
import HTTP
import Transport
import Wire

/// Who asks. Decided once for a request, from exactly one credential.
package enum Visitor: Sendable {
    case stranger
    case user(Principal)
    /// Who was recognised a moment ago, by a standing that may be void by now: neither a user nor a stranger before that has been
    /// looked at (`Call.lookedUp`, or in the store with what he does). Only for routes that say that they do.
    case remembered(SessionStanding)

    package var user: User? { if case .user(let principal) = self { principal.user } else { nil } }
}
