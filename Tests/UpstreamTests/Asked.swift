import Domain
import HTTP
import TestKit
import Upstream

/// What became of one question.
struct Asked: Sendable {
    var events: [ReplyEvent] = []
    var findings = AccountFindings()
    var finish: FinishReason?
    var failure: UpstreamFailure?
    var isCancelled = false

    var text: String {
        events.map { if case .text(let text) = $0 { text } else { "" } }.joined()
    }

    /// Asks through `backend` on the shared loop.
    static func asking(
        _ backend: some ConversationBackend, _ prompt: Prompt, as account: Account, key: Secret = .test,
        after permission: @Sendable () async -> Void = {}
    ) async -> Asked {
        await TestLoop.run {
            var asked = Asked()
            do throws(UpstreamError) {
                asked.finish = try await backend.answer(prompt, as: account, key: key, after: permission) {
                    for event in $0.events {
                        if case .findings(let findings) = event {
                            asked.findings += findings
                        } else {
                            asked.events.append(event)
                        }
                    }
                }
            } catch {
                switch error {
                case .cancelled: asked.isCancelled = true
                case .failed(let failure): asked.failure = failure
                }
            }
            return asked
        }
    }

    /// Asks an upstream that does `steps`.
    static func asking(
        _ steps: [ScriptedUpstream.Step], _ question: String = "a question of several words",
        timeouts: ClientTimeouts = .init()
    ) async -> Asked {
        await ScriptedUpstream.serving(steps) { upstream in
            let backend = HTTPBackend.reaching(upstream, timeouts: timeouts)
            return await asking(backend, .asking(question), as: .openAI(upstream.baseURL))
        }
    }
}

extension HTTPBackend {
    static func reaching(_ upstream: ScriptedUpstream, timeouts: ClientTimeouts = .init()) -> HTTPBackend {
        HTTPBackend(client: HTTPClient(.init(allowPrivate: [upstream.host])), timeouts: timeouts)
    }
}

extension Prompt {
    static func asking(_ question: String, model: String = "m") -> Prompt {
        Prompt(model: model, messages: [.init(.system, "You are kind to everyone."), .init(.user, question)])
    }
}

extension Account {
    static func openAI(_ baseURL: String, id: Int64 = 1, models: [String] = ["m"]) -> Account {
        Account(
            id: ID(id), name: "test", provider: .openAI, baseURL: baseURL, models: models,
            createdAt: Timestamp(seconds: 0))
    }

    static let demo = Account(
        id: ID(2), name: "demo", provider: .demo, baseURL: "", models: EchoBackend.models,
        createdAt: Timestamp(seconds: 0))
}

extension Secret {
    static let test = Secret("sk-test-0123456789abcdef")
}
