internal import CWslay
internal import Transport
internal import Wire

/// The frames of one WebSocket (RFC 6455, §5), by libwslay: bytes that came become messages, messages become bytes to send. No I/O.
///
/// libwslay by itself bears messages of 2 GiB, any number of pieces, and queues an answer to every ping: the bounds are set here, and
/// whoever feeds it sends what is to be sent before feeding it more.
final class WebSocketFrames {
    /// Which end of the connection this is: a client's frames are masked, a server's are not, and each refuses the other kind.
    enum Side { case client, server }

    private var context: wslay_event_context_ptr?
    private let limits: WebSocketLimits
    private var input: ArraySlice<UInt8> = []
    private var output: [UInt8] = []
    /// Thousands may come in one portion: each is taken without moving the others.
    private var events: ArraySlice<WebSocketEvent> = []
    private var pieces = 0
    private var isRefused = false
    private var isOver = false

    /// Bytes that one call of `takeOutput` gives at most.
    private static let portion = 64 << 10

    init(_ side: Side, _ limits: WebSocketLimits) {
        self.limits = limits
        let me = Unmanaged.passUnretained(self).toOpaque()
        var callbacks = wslay_event_callbacks()
        callbacks.recv_callback = { context, buffer, length, _, me in
            WebSocketFrames.from(me).give(context, buffer!, length)
        }
        callbacks.send_callback = { context, bytes, length, _, me in
            WebSocketFrames.from(me).take(context, UnsafeBufferPointer(start: bytes, count: length))
        }
        callbacks.genmask_callback = { _, buffer, length, _ in
            for (index, byte) in SecureRandom.bytes(length).enumerated() { buffer![index] = byte }
            return 0
        }
        callbacks.on_frame_recv_start_callback = { _, frame, me in WebSocketFrames.from(me).count(frame!.pointee) }
        callbacks.on_msg_recv_callback = { _, message, me in WebSocketFrames.from(me).note(message!.pointee) }
        let status =
            side == .server
            ? wslay_event_context_server_init(&context, &callbacks, me)
            : wslay_event_context_client_init(&context, &callbacks, me)
        precondition(status == 0, "out of memory")
        wslay_event_config_set_max_recv_msg_length(context, UInt64(limits.message))
    }

    deinit { wslay_event_context_free(context) }

    private static func from(_ me: UnsafeMutableRawPointer?) -> WebSocketFrames {
        Unmanaged<WebSocketFrames>.fromOpaque(me!).takeUnretainedValue()
    }
}

// MARK: Reading

extension WebSocketFrames {
    /// Takes in what came, a few KiB at a time: afterwards `nextEvent` and `takeOutput` are to be asked until they give nothing.
    func read(_ bytes: [UInt8]) {
        guard !isOver else { return }
        input = bytes[...]
        let status = wslay_event_recv(context)
        input = []
        if isRefused {
            end(WebSocketClose(1008, "too many pieces"))
        } else if status != 0 {
            end(WebSocketClose(1002, "not a frame"))
        } else if wslay_event_get_read_enabled(context) == 0, !isOver {
            // libwslay has refused what came, and queued the reason, which it tells only once it is sent.
            wslay_event_send(context)
            isOver = true
            events.append(.closed(WebSocketClose(sentCode), byPeer: false))
        }
    }

    func nextEvent() -> WebSocketEvent? { events.popFirst() }

    private func end(_ close: WebSocketClose) {
        self.close(close)
        wslay_event_shutdown_read(context)
        isOver = true
        events.append(.closed(close, byPeer: false))
    }

    /// What libwslay is about to say, for whoever asks why it ended.
    private var sentCode: Int {
        let code = Int(wslay_event_get_status_code_sent(context))
        return code == 1006 ? 1002 : code
    }

    private func give(_ context: wslay_event_context_ptr?, _ buffer: UnsafeMutablePointer<UInt8>, _ length: Int) -> Int
    {
        guard !input.isEmpty, !isRefused else {
            wslay_event_set_error(context, WSLAY_ERR_WOULDBLOCK.rawValue)
            return -1
        }
        let count = min(length, input.count)
        input.prefix(count).withUnsafeBufferPointer { buffer.update(from: $0.baseAddress!, count: count) }
        input = input.dropFirst(count)
        return count
    }

    private func count(_ frame: wslay_event_on_frame_recv_start_arg) {
        guard frame.opcode < 8 else { return }
        pieces += 1
        if pieces > limits.frames { isRefused = true }
        if frame.fin != 0 { pieces = 0 }
    }

    private func note(_ message: wslay_event_on_msg_recv_arg) {
        let bytes = Array(UnsafeBufferPointer(start: message.msg, count: message.msg_length))
        switch message.opcode {
        case 1: events.append(.text(bytes))
        case 2: events.append(.binary(bytes))
        case 8:
            isOver = true
            let reason = String(decoding: bytes.dropFirst(2), as: UTF8.self)
            events.append(.closed(WebSocketClose(Int(message.status_code), reason), byPeer: true))
        default: break
        }
    }
}

// MARK: Writing

extension WebSocketFrames {
    /// False when nothing more may be said. The bytes are copied.
    func queue(text: [UInt8]) -> Bool { queue(1, text) }

    func queuePing() { _ = queue(9, []) }

    /// Says goodbye; nothing can be queued after it.
    func close(_ close: WebSocketClose) {
        var reason = Array(close.reason.utf8.prefix(124))
        // No character may be cut.
        while reason.count > 123 || String(validating: reason, as: UTF8.self) == nil { reason.removeLast() }
        let code = Self.maySay(close.code) ? close.code : 0
        _ = wslay_event_queue_close(context, UInt16(code), reason, code == 0 ? 0 : reason.count)
    }

    /// The next bytes to send, as long as there are any.
    func takeOutput() -> [UInt8] {
        if wslay_event_want_write(context) != 0 { wslay_event_send(context) }
        defer { output = [] }
        return output
    }

    private func queue(_ opcode: UInt8, _ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            var message = wslay_event_msg(opcode: opcode, msg: bytes.baseAddress, msg_length: bytes.count)
            return wslay_event_queue_msg(context, &message) == 0
        }
    }

    private func take(_ context: wslay_event_context_ptr?, _ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        guard output.count < Self.portion else {
            wslay_event_set_error(context, WSLAY_ERR_WOULDBLOCK.rawValue)
            return -1
        }
        let count = min(bytes.count, Self.portion - output.count)
        output.append(contentsOf: bytes.prefix(count))
        return count
    }

    /// Codes that may stand in a frame; others only say how a connection ended without one.
    private static func maySay(_ code: Int) -> Bool {
        [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014].contains(code)
            || (3000...4999).contains(code)
    }
}
