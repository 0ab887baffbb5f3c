import Domain
import HTTP
public import Wire

/// One line of the routing table: what is answered, to whom, and in which shape it fails.
public struct Route: Sendable {
    public let method: Method
    public let pattern: String
    public let access: Access
    public let surface: Surface
    /// Bytes of body that are read; more is 413.
    let bodyLimit: Int
    /// A GET that does something. Other sites can have a browser send one, and over plain http nothing in it says so: it
    /// must carry what such a request cannot (`SameOrigin.allowsActing`). Our own pages post instead.
    let isActing: Bool
    /// An act of weight: refused unless the administrator gave his password a short while ago. Where only some of a
    /// route's acts are, they say so themselves (`Call.requireConfirmation`).
    let isOfWeight: Bool
    /// The visitor may be one who is only remembered (`Visitor.remembered`): the route makes sure of him by itself.
    let takesRemembered: Bool
    let answer: @Sendable (Call) async throws(ChatError) -> Response

    public enum Access: Sendable, Equatable { case anyone, member, admin }

    /// The shape of failures: New API's envelope, ChatGPT's `detail`, a page, or plain text.
    public enum Surface: Sendable, Equatable { case api, backend, page, plain }

    static let defaultBodyLimit = 1 << 20

    init(
        _ method: Method, _ pattern: String, _ access: Access, _ surface: Surface,
        bodyLimit: Int = Route.defaultBodyLimit, isActing: Bool = false,
        isOfWeight: Bool = false, takesRemembered: Bool = false,
        _ answer: @escaping @Sendable (Call) async throws(ChatError) -> Response
    ) {
        self.method = method
        self.pattern = pattern
        self.access = access
        self.surface = surface
        self.bodyLimit = bodyLimit
        self.isActing = isActing
        self.isOfWeight = isOfWeight
        self.takesRemembered = takesRemembered
        self.answer = answer
    }

    /// Files and probes are the same for everybody, and must work while the store does not.
    var knowsVisitors: Bool { access != .anyone || surface != .plain }

    var isMutating: Bool { method != .get && method != .head }
}
