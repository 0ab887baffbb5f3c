import Glibc
import Synchronization
public import Transport
import Wire

/// A TCP proxy in front of a Unix socket that delays, slices and cuts, as a bad network does.
public final class RedisProxy: Sendable {
    public let port: Int
    private let path: String
    private let loop: EventLoop
    private let listener: Listener
    private let weather: Weather
    private let random: Mutex<SplitMix>

    /// How bad it is.
    public struct Weather: Sendable {
        /// A piece waits up to so long.
        public var delay: Duration
        /// One piece in so many waits for `stall`.
        public var stallsOneIn: Int
        public var stall: Duration
        /// One piece in so many is the connection's last.
        public var cutsOneIn: Int

        public init(delay: Duration, stallsOneIn: Int, stall: Duration, cutsOneIn: Int) {
            self.delay = delay
            self.stallsOneIn = stallsOneIn
            self.stall = stall
            self.cutsOneIn = cutsOneIn
        }
    }

    public init(to path: String, weather: Weather, seed: UInt64, on loop: EventLoop = TestLoop.shared) throws {
        self.path = path
        self.weather = weather
        self.loop = loop
        random = Mutex(SplitMix(seed))
        listener = try Listener.bind(host: "127.0.0.1", port: 0, count: 1)[0]
        port = listener.port
        loop.execute { self.start() }
    }

    public var url: String { "redis://127.0.0.1:\(port)" }

    public func stop() { loop.execute { self.listener.stop() } }

    private func start() {
        listener.start(on: loop) { descriptor, _ in self.open(descriptor) }
    }

    private func open(_ descriptor: Int32) {
        guard let upstream = connectUnix(path) else { return _ = close(descriptor) }
        _ = fcntl(upstream, F_SETFL, O_NONBLOCK)
        let near = LoopBound(Socket(descriptor: descriptor, on: loop), to: loop)
        let far = LoopBound(Socket(descriptor: upstream, on: loop), to: loop)
        Task(executorPreference: loop) { await self.pump(near.value, far.value) }
        Task(executorPreference: loop) { await self.pump(far.value, near.value) }
    }

    private func pump(_ source: Socket, _ sink: Socket) async {
        var queue = ByteQueue()
        while source.isOpen, sink.isOpen {
            switch source.receive(into: &queue) {
            case .nothingYet: _ = await source.readable(until: MonotonicTime.now + .seconds(600))
            case .end: source.close()
            case .bytes: await forward(&queue, to: sink)
            }
        }
        source.close()
        sink.close()
    }

    private func forward(_ queue: inout ByteQueue, to sink: Socket) async {
        while !queue.isEmpty {
            let slices = draw(0...1) == 0
            let bytes = queue.takeFirst(slices ? draw(1...40) : 65_536)
            if chance(weather.stallsOneIn) {
                await loop.sleep(for: weather.stall)
            } else if slices {
                await loop.sleep(for: weather.delay * draw(0...100) / 100)
            }
            if chance(weather.cutsOneIn) { return sink.cut() }
            guard (try? await sink.write(bytes, patience: .seconds(5))) != nil else { return }
        }
    }

    private func chance(_ oneIn: Int) -> Bool { oneIn > 0 && draw(1...oneIn) == 1 }

    private func draw(_ range: ClosedRange<Int>) -> Int { random.withLock { Int.random(in: range, using: &$0) } }
}
