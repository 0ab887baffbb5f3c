internal import CCurl
internal import Transport

/// libcurl's multi interface on one event loop: it says which sockets and timers it wants, the loop tells it what happened.
///
/// Belongs to the loop's thread. Its connections are closed when nothing has run for a minute.
final class CurlMulti {
    private let loop: EventLoop
    private var multi: UnsafeMutableRawPointer?
    private var running: [UnsafeMutableRawPointer: Transfer] = [:]
    private var wakeup: (timer: LoopTimer, due: MonotonicTime)?
    /// When libcurl wants to be called although no socket is ready.
    private var due: MonotonicTime?
    private var closing: LoopTimer?

    private static let idleSpan = Duration.seconds(60)
    /// For a crowd that asks again: a new connection costs it some journeys to the upstream and back.
    private static let keptConnections = 64

    init(on loop: EventLoop) { self.loop = loop }

    deinit { close() }

    func add(_ transfer: Transfer) {
        closing?.cancel()
        running[transfer.easy] = transfer
        let status = curl_multi_add_handle(open(), transfer.easy)
        guard status == CURLM_OK else {
            running[transfer.easy] = nil
            return transfer.end(.failed(.unreachable(String(cString: curl_multi_strerror(status)))))
        }
        watchDeadlines(of: transfer)
        // It would ask to be called in no time. What it does then is done before the loop does anything else.
        act(CURL_SOCKET_BAD, 0)
    }

    /// Closes the transfer's connection unless its exchange is complete.
    func remove(_ transfer: Transfer) {
        guard running.removeValue(forKey: transfer.easy) != nil else { return }
        curl_multi_remove_handle(multi, transfer.easy)
        if running.isEmpty { closeLater() }
    }

    func resume(_ transfer: Transfer) {
        transfer.unpause(at: .now)
        guard running[transfer.easy] != nil else { return }
        curl_easy_pause(transfer.easy, 0)
        act(CURL_SOCKET_BAD, 0)
    }

    /// Looks after the transfer's time-outs until it ends. One timer, which is set anew only when it fires:
    /// a stream of many pieces would otherwise leave a cancelled timer for each.
    func watchDeadlines(of transfer: Transfer) {
        transfer.timer?.cancel()
        transfer.timer = loop.after(transfer.deadlines.patience(at: .now)) { [weak self, weak transfer] in
            guard let self, let transfer, transfer.outcome == nil else { return }
            let next = transfer.deadlines.next
            guard next.due <= .now else { return watchDeadlines(of: transfer) }
            remove(transfer)
            transfer.end(.failed(.timedOut(next.phase)))
        }
    }
}

// MARK: The handle

extension CurlMulti {
    private func open() -> UnsafeMutableRawPointer {
        if let multi { return multi }
        Self.startLibrary()
        let multi = curl_multi_init()!
        let me = Unmanaged.passUnretained(self).toOpaque()
        _ = ccurl_multi_pointer(multi, CURLMOPT_SOCKETDATA, me)
        _ = ccurl_multi_pointer(multi, CURLMOPT_TIMERDATA, me)
        _ = ccurl_multi_long(multi, CURLMOPT_MAXCONNECTS, Self.keptConnections)
        _ = ccurl_multi_socket(multi) { _, socket, what, me, _ in
            CurlMulti.from(me).watch(socket, what)
            return 0
        }
        _ = ccurl_multi_timer(multi) { _, milliseconds, me in
            CurlMulti.from(me).wake(afterMilliseconds: milliseconds)
            return 0
        }
        self.multi = multi
        return multi
    }

    private func closeLater() {
        closing?.cancel()
        closing = loop.after(Self.idleSpan) { [weak self] in self?.close() }
    }

    private func close() {
        guard let multi else { return }
        for easy in running.keys { curl_multi_remove_handle(multi, easy) }
        running = [:]
        curl_multi_cleanup(multi)
        self.multi = nil
        wakeup?.timer.cancel()
        closing?.cancel()
    }

    /// Once in a process, whoever comes first.
    static func startLibrary() { _ = isLibraryReady }

    private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private static func from(_ pointer: UnsafeMutableRawPointer?) -> CurlMulti {
        Unmanaged<CurlMulti>.fromOpaque(pointer!).takeUnretainedValue()
    }
}

// MARK: Sockets and the timer

extension CurlMulti {
    private func watch(_ socket: Int32, _ what: Int32) {
        guard what != CURL_POLL_REMOVE else { return loop.unwatch(socket) }
        var interest: EventLoop.Readiness = []
        if what & CURL_POLL_IN != 0 { interest.insert(.read) }
        if what & CURL_POLL_OUT != 0 { interest.insert(.write) }
        loop.watch(socket, for: interest) { [weak self] ready in
            var mask: Int32 = 0
            if ready.contains(.read) { mask |= CURL_CSELECT_IN }
            if ready.contains(.write) { mask |= CURL_CSELECT_OUT }
            if !ready.isDisjoint(with: [.error, .hangup]) { mask |= CURL_CSELECT_ERR }
            self?.act(socket, mask)
        }
    }

    /// libcurl has one timer and moves it all the time; ours is replaced only when it must ring earlier.
    private func wake(afterMilliseconds milliseconds: Int) {
        guard milliseconds >= 0 else { return due = nil }
        let due = MonotonicTime.now + .milliseconds(milliseconds)
        self.due = due
        if let wakeup, wakeup.timer.isPending, wakeup.due <= due { return }
        setTimer(due)
    }

    private func setTimer(_ due: MonotonicTime) {
        wakeup?.timer.cancel()
        let timer = loop.after(max(.zero, due - .now)) { [weak self] in self?.ring() }
        wakeup = (timer, due)
    }

    private func ring() {
        guard let due else { return }
        guard due <= .now else { return setTimer(due) }
        self.due = nil
        act(CURL_SOCKET_BAD, 0)
    }

    private func act(_ socket: Int32, _ mask: Int32) {
        guard let multi else { return }
        var stillRunning: Int32 = 0
        curl_multi_socket_action(multi, socket, mask, &stillRunning)
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            // Read before the handle is removed: the message goes with it.
            let result = ccurl_result(message)
            guard let transfer = running[easy] else { continue }
            // A connection that was only to be made belongs to its transfer: libcurl closes it with the handle's removal.
            if !transfer.onlyConnects || result != CURLE_OK { remove(transfer) }
            transfer.end(result)
        }
    }
}
