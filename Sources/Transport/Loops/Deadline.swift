/// A moment that moves often and is rarely reached. Belongs to its loop's thread.
///
/// Moving it later costs nothing: the timer that is set already looks again when it fires.
final class Deadline {
    private let loop: EventLoop
    private let action: () -> Void
    private var moment: MonotonicTime?
    private var timer: LoopTimer?

    /// `action` is called when the deadline is reached; it is cleared then.
    init(on loop: EventLoop, _ action: @escaping () -> Void) {
        self.loop = loop
        self.action = action
    }

    func set(_ moment: MonotonicTime) {
        self.moment = moment
        if let timer, timer.due <= moment { return }
        timer?.cancel()
        arm(moment)
    }

    func clear() { moment = nil }

    /// Clears it and gives the timer back, too.
    func end() {
        moment = nil
        timer?.cancel()
        timer = nil
    }

    private func arm(_ moment: MonotonicTime) {
        timer = loop.at(moment) { [weak self] in self?.look() }
    }

    private func look() {
        timer = nil
        guard let moment else { return }
        guard moment <= MonotonicTime.now else { return arm(moment) }
        self.moment = nil
        action()
    }
}
