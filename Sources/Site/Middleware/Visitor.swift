import Domain
import HTTP
import Transport
import Wire

/// Who asks. Decided once for a request, from exactly one credential.
enum Visitor: Sendable {
    case stranger
    case user(User, session: Session)

    var user: User? { if case .user(let user, _) = self { user } else { nil } }
}
