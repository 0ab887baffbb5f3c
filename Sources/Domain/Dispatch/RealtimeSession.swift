internal import JSON

/// A session under way: passes on what either side says, and has its answers counted. Each side is read only as fast as the other takes.
struct RealtimeSession: Sendable {
    let call: RealtimeCall
    let account: Account
    let asker: any RealtimeLine
    let upstream: any RealtimeLine
    let charges: RealtimeCharges
    let clock: any WallClock

    /// Twice as long as OpenAI lets one last.
    static let longest = Duration.seconds(7200)

    /// Returns when it is over for both: neither line is read or written any more, but they are still to be closed.
    func run() async -> RealtimeEnd {
        await withTaskGroup(of: RealtimeEnd.self) { group in
            group.addTask { await passUp() }
            group.addTask { await passDown() }
            group.addTask {
                await clock.sleep(Self.longest)
                return .tooLong
            }
            var end = await group.next() ?? .stopped
            group.cancelAll()
            asker.interrupt()
            upstream.interrupt()
            // A side that could not be written to may have said why it left.
            while let other = await group.next() { end = end.orBetter(other) }
            return end
        }
    }

    private func passUp() async -> RealtimeEnd {
        while true {
            switch await asker.next() {
            case .event(let event):
                do throws(ChatError) {
                    charges.note(ofAsker: event)
                    guard await upstream.send(try withOwnName(event)) else { return .upstreamLost }
                } catch { return .refused(error) }
            case .unreadable: return .unreadable
            case .closed(let close): return .asker(close)
            case .lost: return .asker(nil)
            case .interrupted: return .stopped
            }
        }
    }

    private func passDown() async -> RealtimeEnd {
        while true {
            switch await upstream.next() {
            case .event(let event):
                do throws(ChatError) { try await note(event) } catch { return .refused(error) }
                guard await asker.send(event) else { return .asker(nil) }
                charges.showActivity()
            case .closed(let close): return .upstream(close)
            case .unreadable, .lost: return .upstreamLost
            case .interrupted: return .stopped
            }
        }
    }

    /// Before it is passed on: who has it finds it counted.
    private func note(_ event: [UInt8]) async throws(ChatError) {
        charges.note(ofUpstream: event)
        switch RealtimeEvent(ofUpstream: event) {
        case .begun(let id): try await charges.begin(id)
        case .done(let id, let answer): try await charges.end(id, answer)
        case .session(let isTranscription): charges.countTranscripts(isTranscription)
        case .transcribed(let id, let usage): try await charges.noteTranscript(of: id, in: event, usage)
        case .update, .other: break
        }
    }

    /// With the account's own name of the model. Throws for another model than the session was admitted for.
    private func withOwnName(_ event: [UInt8]) throws(ChatError) -> [UInt8] {
        let asked: RealtimeEvent
        do { asked = try RealtimeEvent(ofAsker: event) } catch { throw .invalid(field: "event", .nameTwice) }
        guard case .update(let model, let range) = asked else { return event }
        guard model.hasSameBytes(as: call.model) else {
            throw .invalid(field: "session.model", .notOneOf([call.model]))
        }
        let name = JSONValue.string(Text(account.options.mapping.name(of: model))).bytes
        return Array(event[..<range.lowerBound]) + name + event[range.upperBound...]
    }
}

extension RealtimeEnd {
    /// The one that says more: a side that was found gone may have said goodbye.
    fileprivate func orBetter(_ other: RealtimeEnd) -> RealtimeEnd {
        switch (self, other) {
        case (.asker(nil), .asker(.some)), (.upstreamLost, .upstream): other
        default: self
        }
    }
}
