import Domain
import Glibc
import Transport

/// The machine's own time.
struct SystemClock: WallClock {
    var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// On a loop by a timer of the loop: one of the runtime's would wake another thread first.
    func sleep(_ span: Duration) async {
        guard let loop = EventLoop.current else { return (try? await Task.sleep(for: span)) ?? () }
        await loop.sleep(for: span)
    }
}
