import Wire

/// Server-Sent Events: cuts change nothing, and an event that is written is read as it was.
func checkEvents(_ bytes: [UInt8]) throws(Broken) {
    let readings = cuttings(of: bytes).map { EventReading($0) }
    for reading in readings.dropFirst() { try require(reading == readings[0], "a cut changes what is read") }
    for event in readings[0].events {
        // What was not UTF-8 has grown.
        let again = EventReading([event.bytes], limit: 1000)
        try require(again.events.count == 1 && !again.isInside, "one event became \(again.events.count)")
        try require(again.events == [event], "an event changes: \(event) \(again.events[0])")
    }
}

/// All that is read from a stream that ends.
struct EventReading: Equatable {
    private(set) var events: [ServerSentEvent] = []
    private(set) var isInside = false
    private(set) var error: ServerSentEventError?

    init(_ pieces: [[UInt8]], limit: Int = 200) {
        var parser = ServerSentEventParser(limit: limit)
        do throws(ServerSentEventError) {
            for piece in pieces {
                parser.feed(piece)
                while let event = try parser.next() { events.append(event) }
            }
            isInside = parser.isInsideEvent
        } catch {
            self.error = error
        }
    }
}
