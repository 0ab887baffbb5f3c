internal import Domain
internal import HTTP
internal import JSON
internal import Transport
internal import Web
internal import Wire

/// Finds out which application calls, and for whom.
struct AppCallers: Sendable {
    private let program: MiniProgram
    private let known: [(application: Application, hash: [UInt8])]

    init(_ program: MiniProgram) {
        self.program = program
        known = program.options.applications.map { ($0, SHA256.hash($0.key.reveal())) }
    }

    /// Throws `unauthorized` for a key that is none, or not the only one.
    func application(of call: Call) throws(ChatError) -> Application {
        let sent = call.request.headers.all("x-app-key")
        guard sent.count == 1 else { throw .unauthorized }
        let hash = SHA256.hash(Array(sent[0].trimmed.utf8))
        var found: Application?
        // All of them, in constant time: how long it takes says nothing of any key.
        for (application, known) in known where isEqualInConstantTime(known, hash) { found = application }
        guard let found else { throw .unauthorized }
        return found
    }

    /// Whom the application calls by this, counted. Throws `invalid` for an `openid` that is none, `throttled`.
    func user(_ openID: Text?, in application: Application) async throws(ChatError) -> AppUser.Name {
        guard let openID, let name = AppUser.Name(openID, in: application) else {
            throw .invalid(field: "openid", openID == nil ? .missing : .unknown)
        }
        try await program.count(.user(name))
        return name
    }

    /// The same of a call whose address names the user.
    func user(of call: Call) async throws(ChatError) -> AppUser.Name {
        try await user(call.request.parameters["openid"], in: try application(of: call))
    }

    /// Counts a call for whoever its body names, or, where it names nobody, for the network that it comes from. Throws as `user` does.
    func count(_ call: Call, naming openID: String?, of application: Application) async throws(ChatError) {
        if let openID {
            _ = try await user(Text(openID), in: application)
        } else {
            try await program.count(.address(call.request.remoteAddress, application))
        }
    }
}
