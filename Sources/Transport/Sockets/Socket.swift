internal import CLinux
import Glibc
public import Wire

/// A connected TCP socket that belongs to one loop; only that loop's thread may touch it.
public final class Socket: @unchecked Sendable {
    // Unchecked: everything is touched by the loop's own thread alone, which `watch` and every wait check.
    public let loop: EventLoop
    /// Called once, as soon as the peer has closed its sending half or the connection is lost.
    public var onHangup: (() -> Void)?
    /// The peer will send nothing more.
    public private(set) var isHungUp = false

    private var descriptor: Int32
    private var interest: EventLoop.Readiness = [.read, .peerClosed]
    private var isLost = false
    private var reader: UnsafeContinuation<Wakeup, Never>?
    private var writer: UnsafeContinuation<Wakeup, Never>?
    private lazy var readDeadline = Deadline(on: loop) { [unowned self] in wakeReader(.timedOut) }
    private lazy var writeDeadline = Deadline(on: loop) { [unowned self] in wakeWriter(.timedOut) }
    private var isWriting = false
    /// Sent since this writer last let others run.
    private var sentInOneTurn = 0
    private var waitingWriters: [UnsafeContinuation<Void, Never>] = []

    /// Why a wait is over.
    public enum Wakeup: Sendable { case ready, timedOut, interrupted, closed }

    /// What `receive` found.
    public enum Received: Sendable, Equatable { case bytes(Int), nothingYet, end }

    /// The connection is closed, lost, or was cut because the peer did not read.
    public struct Closed: Error, Sendable {}

    /// Takes over `descriptor`, which is connected and non-blocking. On the loop's thread.
    public init(descriptor: Int32, on loop: EventLoop) {
        loop.checkIsolated()
        self.descriptor = descriptor
        self.loop = loop
        loop.watch(descriptor, for: interest) { self.isReady(for: $0) }
    }

    public var isOpen: Bool { descriptor >= 0 }

    /// Whoever waits is told `closed`. Closing twice is nothing.
    public func close() {
        guard isOpen else { return }
        loop.unwatch(descriptor)
        Glibc.close(descriptor)
        descriptor = -1
        readDeadline.end()
        writeDeadline.end()
        onHangup = nil
        wakeReader(.closed)
        wakeWriter(.closed)
    }

    /// Closes so that the peer sees an error, not an end.
    public func cut() {
        guard isOpen else { return }
        var abrupt = Glibc.linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &abrupt, socklen_t(MemoryLayout<Glibc.linger>.size))
        close()
    }

    /// Ends what is sent; what the peer still sends can be received.
    public func finishSending() {
        if isOpen { shutdown(descriptor, Int32(SHUT_WR)) }
    }

    private func isReady(for readiness: EventLoop.Readiness) {
        if !readiness.isDisjoint(with: [.error, .hangup]) {
            // Errors are reported for as long as the descriptor is watched, whatever it is watched for.
            isLost = true
            loop.unwatch(descriptor)
        }
        if readiness.contains(.read) || isLost {
            if reader == nil { ignore(.read) }
            wakeReader(.ready)
        }
        if readiness.contains(.write) || isLost {
            ignore(.write)
            wakeWriter(.ready)
        }
        if readiness.contains(.peerClosed) || isLost { hangUp() }
    }

    private func hangUp() {
        ignore(.peerClosed)
        guard !isHungUp else { return }
        isHungUp = true
        let tell = onHangup
        onHangup = nil
        tell?()
    }

    private func ignore(_ part: EventLoop.Readiness) {
        guard !interest.isDisjoint(with: part) else { return }
        interest.subtract(part)
        if isOpen { loop.rewatch(descriptor, for: interest) }
    }

    private func attend(_ part: EventLoop.Readiness) {
        guard !interest.isSuperset(of: part) else { return }
        interest.formUnion(part)
        loop.rewatch(descriptor, for: interest)
    }
}

// MARK: Receiving

extension Socket {
    /// Appends what has arrived to `queue`. Never waits.
    public func receive(into queue: inout ByteQueue) -> Received {
        guard isOpen else { return .end }
        while true {
            let count = recv(descriptor, loop.scratch.baseAddress, loop.scratch.count, 0)
            if count > 0 {
                queue.append(UnsafeRawBufferPointer(rebasing: loop.scratch[..<count]))
                return .bytes(count)
            }
            if count < 0, errno == EINTR { continue }
            return count < 0 && errno == EAGAIN && !isLost ? .nothingYet : .end
        }
    }

    /// Waits until there is something to receive, or the end; at most until `deadline`.
    public func readable(until deadline: MonotonicTime) async -> Wakeup {
        loop.checkIsolated()
        guard isOpen else { return .closed }
        guard !isLost else { return .ready }
        // One reader at a time: whoever waited before has been forgotten by now.
        wakeReader(.closed)
        attend(.read)
        readDeadline.set(deadline)
        return await withUnsafeContinuation { reader = $0 }
    }

    /// Whoever waits for something to receive is told `interrupted`.
    public func interruptReader() { wakeReader(.interrupted) }

    private func wakeReader(_ wakeup: Wakeup) {
        guard let reader else { return }
        self.reader = nil
        readDeadline.clear()
        reader.resume(returning: wakeup)
    }
}

// MARK: Sending

extension Socket {
    /// Returns when all three are with the kernel, in one system call if it takes them. When the peer takes nothing for
    /// `patience`, the connection is closed. Several writers take turns.
    public func write(
        _ first: [UInt8], _ second: [UInt8] = [], _ third: [UInt8] = [], patience: Duration
    ) async throws(Closed) {
        loop.checkIsolated()
        if isWriting { await withUnsafeContinuation { waitingWriters.append($0) } }
        isWriting = true
        defer {
            isWriting = !waitingWriters.isEmpty
            if isWriting { waitingWriters.removeFirst().resume() }
        }
        var sent = 0
        let total = first.count + second.count + third.count
        while sent < total {
            guard isOpen else { throw Closed() }
            let count = send(first, second, third, from: sent)
            if count >= 0 {
                sent += count
                sentInOneTurn += count
            } else {
                sentInOneTurn = 0
                try await writable(until: MonotonicTime.now + patience)
            }
        }
        // A client as fast as its writer would keep the loop to itself.
        guard sentInOneTurn >= 1 << 20 else { return }
        sentInOneTurn = 0
        await Task.yield()
    }

    /// How much the kernel took; -1 when it takes nothing now. Closes the socket on any error.
    private func send(_ first: [UInt8], _ second: [UInt8], _ third: [UInt8], from sent: Int) -> Int {
        first.withUnsafeBytes { first in
            second.withUnsafeBytes { second in
                third.withUnsafeBytes { third in
                    withUnsafeTemporaryAllocation(of: iovec.self, capacity: 3) { parts in
                        var skipped = sent
                        var count = 0
                        for part in [first, second, third] {
                            let skip = min(skipped, part.count)
                            skipped -= skip
                            guard skip < part.count else { continue }
                            let start = UnsafeMutableRawPointer(mutating: part.baseAddress! + skip)
                            parts[count] = iovec(iov_base: start, iov_len: part.count - skip)
                            count += 1
                        }
                        return transmit(parts.baseAddress!, count)
                    }
                }
            }
        }
    }

    private func transmit(_ parts: UnsafeMutablePointer<iovec>, _ count: Int) -> Int {
        while true {
            var message = msghdr()
            message.msg_iov = parts
            message.msg_iovlen = count
            let sent = sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL))
            if sent >= 0 { return sent }
            if errno == EINTR { continue }
            if errno == EAGAIN, !isLost { return -1 }
            hangUp()
            close()
            return 0
        }
    }

    private func writable(until deadline: MonotonicTime) async throws(Closed) {
        attend(.write)
        writeDeadline.set(deadline)
        let wakeup = await withUnsafeContinuation { writer = $0 }
        guard wakeup != .ready else { return }
        hangUp()
        close()
        throw Closed()
    }

    private func wakeWriter(_ wakeup: Wakeup) {
        guard let writer else { return }
        self.writer = nil
        writeDeadline.clear()
        writer.resume(returning: wakeup)
    }
}
