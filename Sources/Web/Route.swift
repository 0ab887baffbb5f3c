package import Domain
package import HTTP
package import Wire

/// One line of a surface's routing table: what is answered, and to whom.
package struct Route: Sendable {
    package let method: Method
    package let pattern: String
    package let access: Access
    /// Bytes of body that are read; more is 413.
    package let bodyLimit: Int
    /// A GET that does something. Other sites can have a browser send one, and over plain http nothing in it says so: it
    /// must carry what such a request cannot (`SameOrigin.allowsActing`). Our own pages post instead.
    package let isActing: Bool
    /// A step-up action, whatever it is done to: refused before anything of the call is read, unless the administrator gave their
    /// password a short while ago. What is done asks by itself, too (`Confirmation`): this says only that it always does.
    package let needsStepUp: Bool
    /// The visitor may be one who is only remembered (`Visitor.remembered`): the route makes sure of him by itself.
    package let takesRemembered: Bool
    /// Nil for a call without a body.
    package let takes: BodyShape?
    package let answer: @Sendable (Call) async throws(ChatError) -> Response

    package enum Access: Sendable, Equatable { case anyone, member, admin, root }

    package static let defaultBodyLimit = 1 << 20

    package init(
        _ method: Method, _ pattern: String, _ access: Access, bodyLimit: Int = Route.defaultBodyLimit,
        isActing: Bool = false, needsStepUp: Bool = false, takesRemembered: Bool = false, takes: BodyShape? = nil,
        _ answer: @escaping @Sendable (Call) async throws(ChatError) -> Response
    ) {
        self.method = method
        self.pattern = pattern
        self.access = access
        self.bodyLimit = bodyLimit
        self.isActing = isActing
        self.needsStepUp = needsStepUp
        self.takesRemembered = takesRemembered
        self.takes = takes
        self.answer = answer
    }

    /// One whose body a form reads before anything is done. `mayBeEmpty`: a call without one means what an empty object does.
    package init<Value>(
        _ method: Method, _ pattern: String, _ access: Access, bodyLimit: Int = Route.defaultBodyLimit,
        needsStepUp: Bool = false, _ form: Form<Value>, mayBeEmpty: Bool = false,
        _ answer: @escaping @Sendable (Call, Value) async throws(ChatError) -> Response
    ) {
        self.init(
            method, pattern, access, bodyLimit: bodyLimit, needsStepUp: needsStepUp,
            takes: .json(form.shapes, isRequired: !mayBeEmpty)
        ) { call throws(ChatError) in
            try await answer(call, mayBeEmpty ? call.formIfAny(form) : call.form(form))
        }
    }

    package var isMutating: Bool { method != .get && method != .head }
}
