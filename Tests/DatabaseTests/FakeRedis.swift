import Synchronization
import TestKit
import Transport
import Wire

/// A server that greets as Redis does and answers every later command with the same bytes; with none, by closing.
final class FakeRedis: Sendable {
    private let listener: LoopBound<Listener>
    private let answer: String
    private let port: Int
    private let count = Mutex(0)

    init(answering answer: String) throws {
        self.answer = answer
        let listener = try Listener.bind(host: "127.0.0.1", port: 0, count: 1)[0]
        port = listener.port
        self.listener = LoopBound(listener, to: TestLoop.shared)
        TestLoop.shared.execute {
            listener.start(on: TestLoop.shared) { descriptor, _ in self.open(descriptor) }
        }
    }

    var url: String { "redis://127.0.0.1:\(port)" }
    var connections: Int { count.withLock { $0 } }

    func stop() {
        let listener = listener
        TestLoop.shared.execute { listener.value.stop() }
    }

    private func open(_ descriptor: Int32) {
        count.withLock { $0 += 1 }
        let socket = LoopBound(Socket(descriptor: descriptor, on: TestLoop.shared), to: TestLoop.shared)
        Task(executorPreference: TestLoop.shared) { await self.serve(socket.value) }
    }

    private func serve(_ socket: Socket) async {
        var queue = ByteQueue()
        while socket.isOpen {
            switch socket.receive(into: &queue) {
            case .nothingYet: _ = await socket.readable(until: MonotonicTime.now + .seconds(60))
            case .end: socket.close()
            case .bytes:
                let text = String(decoding: queue.takeFirst(queue.count), as: UTF8.self)
                let bytes = Array((text.contains("INFO") ? Self.greeting : answer).utf8)
                if bytes.isEmpty { return socket.close() }
                try? await socket.write(bytes, patience: .seconds(1))
            }
        }
    }

    private static let greeting: String = {
        let info = "run_id:fake\r\nmaxmemory_policy:noeviction\r\n"
        return "$\(info.utf8.count)\r\n\(info)\r\n"
    }()
}
