internal import CLinux
import Glibc

/// Runs `body` on a new detached thread. `name` (at most 15 bytes) is what the system's tools show.
func startThread(named name: String, _ body: @escaping @Sendable () -> Void) {
    final class Box: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(_ name: String, _ body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }
    var thread = pthread_t()
    let status = pthread_create(
        &thread, nil,
        { raw in
            let box = Unmanaged<Box>.fromOpaque(raw!).takeRetainedValue()
            clinux_name_thread(box.name)
            box.body()
            return nil
        }, Unmanaged.passRetained(Box(name, body)).toOpaque())
    precondition(status == 0, "cannot start a thread")
    pthread_detach(thread)
}
