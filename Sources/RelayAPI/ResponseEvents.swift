internal import Dialects
internal import Domain
internal import HTTP
internal import JSON
internal import Transport
internal import Web
internal import Wire

/// The events of a kept response, from wherever its reader is: of one that is being written as they come, of one that has ended as they
/// were sent, or, where nobody kept them, as they would have been, each part in one piece.
struct ResponseEvents: Sendable {
    let log: any TurnLog

    /// What the log of a call's events is found by.
    static func turn(of admission: Admission) -> Turn {
        let ask = admission.ask
        return Turn(
            id: Key(ask.id), owner: ask.payer.user, conversation: .random(), question: .random(), answer: .random(),
            thoughts: .random(), account: admission.account.id, model: ask.model, createdAt: admission.reservation.at)
    }

    /// `after`: the number of the last event that the reader has (`sequence_number`).
    func stream(_ response: StoredResponse, after number: Int?) async throws(ChatError) -> Response {
        guard response.status == .inProgress, let charge = response.charge else {
            return Self.replay(response, after: number)
        }
        let (turn, owner) = (Key<Turn>(charge), response.owner)
        let held = log.hold(turn)
        let first: [NumberedEvent]
        do throws(ChatError) {
            first = try await log.read(turn, for: owner, after: 0)
        } catch {
            // It was not asked for as a stream.
            throw error == .notResumable ? .invalid(field: "stream", .notThere) : error
        }
        return Self.response { [log] writer in
            var (events, seen) = (first, 0)
            while let last = events.last {
                try await Self.write(events, after: number, to: writer)
                if case .ended = last.event { break }
                seen = last.number
                events = try await log.read(turn, for: owner, after: seen)
            }
            withExtendedLifetime(held) {}
        }
    }

    private static func write(_ events: [NumberedEvent], after number: Int?, to writer: any BodyWriter) async throws {
        var bytes: [UInt8] = []
        for event in events { if case .text(let text) = event.event { bytes += text.utf8 } }
        bytes = rest(of: bytes, after: number)
        if !bytes.isEmpty { try await writer.write(bytes) }
    }

    private static func replay(_ response: StoredResponse, after number: Int?) -> Response {
        let events = response.content.events
        let bytes = rest(of: events.isEmpty ? ResponseReplay.events(of: response.object) : events, after: number)
        return Self.response { writer in if !bytes.isEmpty { try await writer.write(bytes) } }
    }

    private static func response(_ body: @escaping @Sendable (any BodyWriter) async throws -> Void) -> Response {
        Response(200, headers: Answers.eventHeaders, body: .written(body))
    }

    /// Those events of a text whose number is higher.
    private static func rest(of bytes: [UInt8], after number: Int?) -> [UInt8] {
        guard let number else { return bytes }
        var rest: [UInt8] = []
        var start = bytes.startIndex
        for index in bytes.indices where bytes[index] == 10 && index > 0 && bytes[index - 1] == 10 {
            let event = bytes[start...index]
            start = index + 1
            if Self.number(of: event) ?? .max > number { rest += event }
        }
        return rest
    }

    private static func number(of event: ArraySlice<UInt8>) -> Int? {
        let field = Array("data: ".utf8)
        guard let line = event.split(separator: 10).first(where: { $0.starts(with: field) }) else { return nil }
        let value = try? JSONValue(parsing: line.dropFirst(field.count), duplicates: .keepFirst)
        return value?["sequence_number"]?.integer.map(Int.init)
    }
}
