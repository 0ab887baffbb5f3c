internal import JSON

/// The ways by which alerts reach people.
extension Alerts {
    /// By name.
    public func channels() async throws(ChatError) -> [AlertChannel] { try await store.channels() }

    /// Throws `conflict(.exists)` for a name that is taken, `invalid` beyond `AlertChannel.most`.
    public func create(_ channel: AlertChannel, by actor: Actor) async throws(ChatError) -> AlertChannel {
        let created = try await store.create(channel)
        await trail.note(.alertChannelCreated, by: actor, on: AuditObject(created), .made(created.audited))
        return created
    }

    /// What a change says nothing of stays: an address or a secret is entered once and never shown again. An address that leads to another
    /// host leaves the secret behind, which was not entered for that one. Throws `notFound`, `conflict(.exists)`.
    public func update(
        _ id: ID<AlertChannel>, _ change: AlertChannelChange, by actor: Actor
    ) async throws(ChatError) -> AlertChannel {
        let former = try await store.channel(id)
        let channel = change.applied(to: former)
        try await store.update(channel)
        var audited = AuditChange.of(former.audited, into: channel.audited)
        if audited == nil, former.target != channel.target { audited = AuditChange.made(["target": "changed"]) }
        if let audited { await trail.note(.alertChannelChanged, by: actor, on: AuditObject(channel), audited) }
        return channel
    }

    /// Throws `notFound`.
    public func delete(_ id: ID<AlertChannel>, by actor: Actor) async throws(ChatError) {
        let channel = try await store.channel(id)
        try await store.delete(id, at: clock.now)
        await trail.note(.alertChannelDeleted, by: actor, on: AuditObject(channel), .gone(channel.audited))
    }

    /// Sends a test at once, switched on or not, and says what came of it; it is in the delivery log. Throws `notFound`.
    public func test(_ id: ID<AlertChannel>, by actor: Actor) async throws(ChatError) -> AlertDelivery {
        let channel = try await store.channel(id)
        let notice = AlertNotice(.test, [], at: clock.now)
        var delivery = AlertDelivery(notice, through: channel, at: clock.now)
        do throws(AlertFailure) {
            try await sender.send(notice, through: channel)
            delivery.note(nil, at: clock.now)
        } catch {
            // A person waits and sees it: it is not tried again.
            delivery.note(AlertFailure(error.fault, error.detail, isFinal: true), at: clock.now)
        }
        try await store.save(delivery)
        let result: AuditResult = delivery.state == .delivered ? .done : .failed
        await trail.note(.alertChannelTested, by: actor, on: AuditObject(channel), result: result)
        return delivery
    }
}

/// What is to be changed of a channel; nil leaves it.
public struct AlertChannelChange: Sendable {
    public var name: String?
    public var isEnabled: Bool?
    public var language: AlertLanguage?
    public var url: Secret?
    public var secret: Secret?
    public var user: String?
    public var from: String?
    public var to: [String]?

    public init() {}

    func applied(to former: AlertChannel) -> AlertChannel {
        var channel = former
        if let name { channel.name = name }
        if let isEnabled { channel.isEnabled = isEnabled }
        if let language { channel.language = language }
        guard url != nil || secret != nil || user != nil || from != nil || to != nil else { return channel }
        var target = former.target ?? AlertTarget(url: Secret(""))
        let host = target.host
        if let url { target.url = url }
        if let secret { target.secret = secret } else if target.host != host { target.secret = Secret("") }
        if let user { target.user = user }
        if let from { target.from = from }
        if let to { target.to = to }
        channel.target = target
        return channel
    }
}

extension AuditObject {
    init(_ channel: AlertChannel) { self.init(.alertChannel, channel.id.value, name: channel.name) }
}
