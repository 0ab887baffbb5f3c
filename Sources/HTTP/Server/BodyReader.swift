import Transport
import Wire

/// The body of the request being answered. Belongs to its loop's thread.
final class BodyReader {
    private let connection: Connection
    private var decoder: BodyDecoder
    /// The client waits for a word before it sends.
    private var mustInvite: Bool
    private var ahead: [UInt8] = []
    private var received = 0
    /// How long we have waited for the client, and not it for us.
    private var waited: Duration = .zero
    private var isFaulty = false
    private var isPulling = false
    /// The answer has been given; what arrives now belongs to the next request.
    var isOver = false

    init(_ head: RequestHead, on connection: Connection) {
        self.connection = connection
        decoder = BodyDecoder(head.framing)
        mustInvite = head.expectsContinue && !decoder.isComplete
    }

    var requestBody: RequestBody {
        let bound = LoopBound(self, to: connection.socket.loop)
        return RequestBody { limit throws(BodyError) in
            try await bound.run { reader throws(BodyError) in try await reader.next(upTo: limit) }
        }
    }

    /// Decodes what has arrived with the head, so that bad framing is refused before anybody acts on the request.
    func readAhead() -> Refusal? {
        guard !decoder.isComplete else { return nil }
        do throws(Refusal) { ahead = try decoder.decode(&connection.input) } catch { return error }
        received = ahead.count
        if !ahead.isEmpty { mustInvite = false }
        return nil
    }

    /// The next piece, or nil at the end.
    private func next(upTo limit: Int) async throws(BodyError) -> [UInt8]? {
        guard !isOver, !isPulling, !isFaulty else { throw .disconnected }
        isPulling = true
        defer { isPulling = false }
        guard received + decoder.announced <= limit else { throw fault(.tooLarge) }
        if !ahead.isEmpty {
            defer { ahead = [] }
            return ahead
        }
        if mustInvite {
            mustInvite = false
            guard await connection.write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) else {
                throw fault(.disconnected)
            }
        }
        let piece = try await pull()
        guard received + decoder.announced <= limit else { throw fault(.tooLarge) }
        return piece
    }

    private func pull() async throws(BodyError) -> [UInt8]? {
        while !decoder.isComplete {
            let piece: [UInt8]
            do throws(Refusal) {
                piece = try decoder.decode(&connection.input)
            } catch {
                throw fault(error.status == 413 ? .tooLarge : .malformed)
            }
            received += piece.count
            if !piece.isEmpty { return piece }
            if !decoder.isComplete { try await wait() }
        }
        return nil
    }

    private func wait() async throws(BodyError) {
        let options = connection.options
        let start = MonotonicTime.now
        let allowance = options.bodyGrace + .milliseconds(received * 1000 / options.bodyRate)
        let arrival = await connection.receive(until: start + (allowance - waited))
        waited += MonotonicTime.now - start
        guard !isOver else { throw fault(.disconnected) }
        switch arrival {
        case .bytes, .interrupted: return
        case .end: throw fault(.disconnected)
        case .timedOut: throw fault(.timedOut)
        }
    }

    private func fault(_ error: BodyError) -> BodyError {
        isFaulty = true
        return error
    }
}

// MARK: After the answer

extension BodyReader {
    /// Whether the rest, as far as it is known, is worth reading to keep the connection. A client that waits to be invited
    /// and was not may send the body or leave it out: nobody knows where its next request begins.
    var canBeDrained: Bool {
        !isFaulty && !mustInvite && !isPulling && decoder.announced <= connection.options.drainLimit
    }

    /// Reads the rest away. False when the connection cannot be used any more.
    func drain() async -> Bool {
        let limit = received + connection.options.drainLimit
        while !decoder.isComplete {
            guard canBeDrained, received + decoder.announced <= limit else { return false }
            do { _ = try await pull() } catch { return false }
        }
        return canBeDrained
    }
}
