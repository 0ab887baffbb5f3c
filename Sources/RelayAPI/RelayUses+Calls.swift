internal import Domain
internal import HTTP
internal import Transport
internal import Web

/// What every call of a program goes through, whatever it asks for.
extension RelayUses {
    /// Takes a place and lends an account. `describe` says what is known of the call.
    func admit(
        _ standing: Standing, to endpoint: Endpoint, for model: String, _ call: Call,
        as id: Key<Charge> = .random(), _ describe: (inout Ask) -> Void
    ) async throws(RelayRefusal) -> Admission {
        do throws(ChatError) {
            return try await admission(of: standing, to: endpoint, for: model, call, as: id, describe)
        } catch {
            throw RelayRefusal(error, now: clock.now)
        }
    }

    /// The same, for those who say in other words why not.
    func admission(
        of standing: Standing, to endpoint: Endpoint, for model: String, _ call: Call, as id: Key<Charge> = .random(),
        _ describe: (inout Ask) -> Void
    ) async throws(ChatError) -> Admission {
        guard !isDraining() else { throw .unavailable(what: "restarting") }
        var ask = try Ask(standing, at: endpoint, for: model, in: call.request, as: id)
        describe(&ask)
        guard let admission = try await dispatcher.admit(ask) else { throw .unavailable(what: "quota") }
        return admission
    }

    /// The task of a call, which ends with whoever waits for it, or when its key is revoked.
    func producer(
        of admission: Admission, into pipe: ReplyPipe, _ body: @escaping @Sendable () async -> Void
    ) -> Producer {
        let id = admission.ask.id
        calls.add(id, of: admission.ask.payer) { pipe.leave() }
        return Producer(
            pipe,
            spawn { [calls] in
                await body()
                calls.remove(id)
            })
    }

    /// Once, here: nobody else knows both the call and why it failed.
    func note(_ failure: UpstreamFailure, _ receipt: Receipt, _ ask: Ask) {
        log.warn(
            "call failed", .init("request", id: ask.requestID), .init("call", id: ask.id.text),
            .init("account", id: receipt.attempts.last?.account.description ?? "none"),
            .init("code", id: failure.code.rawValue), .init("upstream_status", failure.status ?? 0),
            .init("attempts", receipt.attempts.count))
    }
}

extension Ask {
    /// What somebody wants by a request.
    init(
        _ standing: Standing, at endpoint: Endpoint, for model: String, in request: Request,
        as id: Key<Charge> = .random()
    ) throws(ChatError) {
        try self.init(
            id, by: Payer(standing.user.id, by: standing.key?.id), at: endpoint, for: model, under: standing.allowance)
        requestID = request.id
    }
}
