public import Domain
public import HTTP
internal import JSON
internal import Transport
internal import Wire

/// Brings alerts to mail servers, webhooks, and the robots of chat programs. Each has ten seconds; no redirect is followed, and an address of
/// our own network is refused unless it is named in `upstream.allow_private`.
public struct AlertSenders: AlertSender {
    private let client: HTTPClient
    private let mail: MailClient
    private let publicURL: String
    private let clock: any WallClock

    static let patience = Duration.seconds(10)
    static let longestAnswer = 64 << 10

    /// `publicURL`: of the panel, which every message names.
    public init(client: HTTPClient, mail: MailClient, publicURL: String, clock: any WallClock) {
        self.client = client
        self.mail = mail
        self.publicURL = publicURL
        self.clock = clock
    }

    public func send(_ notice: AlertNotice, through channel: AlertChannel) async throws(AlertFailure) {
        guard let target = channel.target else {
            throw AlertFailure(.unreadable, isFinal: true)
        }
        let message = AlertMessage(notice, in: channel.language, panel: "\(publicURL)/admin/alerts")
        if channel.kind == .mail { return try await post(message, to: target) }
        let post = ChannelPost(channel.kind, message, target, at: clock.now)
        try await deliver(post, through: channel)
    }

    private func post(_ message: AlertMessage, to target: AlertTarget) async throws(AlertFailure) {
        let mail = MailClient.Mail(
            server: target.url.reveal(), user: target.user, password: target.secret.reveal(), from: target.from,
            to: target.to, message: message.mail(from: target.from, to: target.to, at: clock.now))
        do throws(ClientError) { try await self.mail.send(mail, within: Self.patience) } catch {
            throw AlertFailure(error)
        }
    }

    private func deliver(_ post: ChannelPost, through channel: AlertChannel) async throws(AlertFailure) {
        let timeouts = ClientTimeouts(
            connect: .seconds(5), firstByte: Self.patience, idle: Self.patience, total: Self.patience)
        var request = ClientRequest(
            .post, post.url, headers: post.headers, body: post.body, pool: "alert channel \(channel.id)",
            timeouts: timeouts)
        request.answerLimit = Self.longestAnswer
        let failure: AlertFailure?
        do throws(ClientError) {
            failure = try await client.send(request) { response throws(ClientError) in
                let answer = try await response.collect(upTo: Self.longestAnswer)
                return post.failure(response.status, answer, wait: response.headers["retry-after"]?.integer)
            }
        } catch {
            throw AlertFailure(error)
        }
        if let failure { throw failure }
    }
}

extension AlertFailure {
    /// No address is named: that of a webhook is a secret.
    init(_ error: ClientError) {
        switch error {
        case .invalid: self.init(.badAddress, isFinal: true)
        case .refusedAddress: self.init(.privateAddress, isFinal: true)
        case .unreachable: self.init(.unreachable)
        case .tls: self.init(.tls)
        case .timedOut: self.init(.timedOut)
        case .tooLarge: self.init(.tooLong)
        case .malformed(let words): self.init(.refused, words)
        case .disconnected: self.init(.broken)
        case .cancelled: self.init(.stopped)
        }
    }
}
