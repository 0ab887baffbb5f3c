package import Domain
import HTTP
import JSON
import Synchronization
import Wire

/// Writes down that somebody tried what he has no right to: once an hour for each person and route, so that who goes on
/// trying does not fill the log.
package final class Refusals: Sendable {
    private let trail: AuditTrail
    private let clock: any WallClock
    private let told = Mutex<[Attempt: Timestamp]>([:])

    private struct Attempt: Hashable {
        /// A stranger is told by his network.
        let person: String
        let route: String
    }

    private static let quiet = Duration.seconds(3600)
    /// Beyond so many in an hour nothing more is written.
    private static let most = 4096

    package init(trail: AuditTrail, clock: any WallClock) {
        self.trail = trail
        self.clock = clock
    }

    package func note(_ route: Route, by call: Call) async {
        let person = call.visitor.user.map { "\($0.id)" } ?? NetworkPrefix.of(call.request.remoteAddress)
        let name = "\(route.method.name) \(route.pattern)"
        guard isNews(Attempt(person: person, route: name)) else { return }
        await trail.note(.accessRefused, by: call.actor, .made(["route": .string(name)]), result: .refused)
    }

    private func isNews(_ attempt: Attempt) -> Bool {
        let now = clock.now
        return told.withLock { told in
            if let until = told[attempt], until > now { return false }
            if told.count >= Self.most { told = told.filter { $0.value > now } }
            guard told.count < Self.most else { return false }
            told[attempt] = now + Self.quiet
            return true
        }
    }
}
