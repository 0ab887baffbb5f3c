internal import CCurl
import Glibc
internal import Transport

/// One exchange in libcurl's hands and what has come back of it so far. Belongs to its pool's loop.
///
/// The easy handle is made for this exchange and dies with it: a reused one can carry
/// credentials from one exchange into the next.
final class Transfer {
    let easy: UnsafeMutableRawPointer
    let target: TargetURL
    let proxy: ProxyURL?
    /// It makes a connection and nothing else: what is sent over it is not libcurl's business.
    let onlyConnects: Bool
    var deadlines: ExchangeDeadlines
    var timer: LoopTimer?

    private(set) var reader = AnswerHeadReader()
    private(set) var outcome: Outcome?
    /// Set when a socket was refused; libcurl only knows that it got none.
    var refusedAddress: String?
    /// The reader has gone: what still comes is thrown away.
    var isDraining = false
    var isCancelled = false
    private(set) var isPaused = false

    /// libcurl reads it where it is.
    let body: UnsafeMutableBufferPointer<UInt8>
    let upload: ClientUpload?
    /// How much of the upload libcurl has.
    private var uploaded = 0
    private var attempts = 0
    private var received: [UInt8] = []
    private var receivedInAll = 0
    private var drained = 0
    private let answerLimit: Int
    private var waiter: UnsafeContinuation<Void, Never>?
    private var headers: UnsafeMutablePointer<curl_slist>?
    private let errorText: UnsafeMutablePointer<CChar>

    /// How an exchange ended.
    enum Outcome {
        case finished
        case failed(ClientError)
    }

    /// Bytes that may wait for the reader before the upstream has to; and what is still read for a reader that has gone.
    private static let highWater = 64 << 10

    init(
        _ request: ClientRequest, settings: HTTPClient.Settings, onlyConnects: Bool = false
    ) throws(ClientError) {
        self.onlyConnects = onlyConnects
        proxy = request.proxy.isEmpty ? nil : try ProxyURL(request.proxy, allowing: settings.privateHosts)
        let hosts = request.isPublicOnly ? PrivateHosts([]) : settings.privateHosts
        target = try TargetURL(request.url, allowing: hosts, viaProxy: proxy != nil)
        guard let easy = curl_easy_init() else { throw .unreachable("out of memory") }
        self.easy = easy
        deadlines = ExchangeDeadlines(request.timeouts)
        body = .allocate(capacity: request.body.count)
        _ = body.initialize(from: request.body)
        upload = request.upload
        answerLimit = request.answerLimit
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        headers = try Self.list(of: request)
        try configure(request, userAgent: settings.userAgent, headers: headers, errorText: errorText)
    }

    deinit {
        timer?.cancel()
        curl_easy_cleanup(easy)
        curl_slist_free_all(headers)
        errorText.deallocate()
        body.deallocate()
    }
}

// MARK: For the one who waits

extension Transfer {
    /// Returns when something has changed. One waiter at a time.
    func change(isolation: isolated any Actor) async {
        precondition(waiter == nil, "two readers of one answer")
        await withUnsafeContinuation { waiter = $0 }
    }

    /// The same for one who is no actor.
    func change() async {
        precondition(waiter == nil, "two readers of one answer")
        await withUnsafeContinuation { waiter = $0 }
    }

    private func notify() {
        waiter?.resume()
        waiter = nil
    }

    /// What has come since the last call.
    func take() -> [UInt8] {
        defer { received = [] }
        return received
    }

    var hasBytes: Bool { !received.isEmpty }

    func end(_ outcome: Outcome) {
        guard self.outcome == nil else { return }
        self.outcome = outcome
        timer?.cancel()
        notify()
    }

    /// Ends with what libcurl says.
    func end(_ code: CURLcode) {
        guard code != CURLE_OK else { return end(.finished) }
        if let refusedAddress { return end(.failed(.refusedAddress(refusedAddress))) }
        var connectStatus = 0
        _ = ccurl_get_long(easy, CURLINFO_HTTP_CONNECTCODE, &connectStatus)
        let said = String(cString: errorText)
        var detail = said.isEmpty ? String(cString: curl_easy_strerror(code)) : said
        var cause = 0
        _ = ccurl_get_long(easy, CURLINFO_OS_ERRNO, &cause)
        if code == CURLE_COULDNT_CONNECT, cause != 0 { detail += " (\(String(cString: strerror(Int32(cause)))))" }
        end(.failed(ClientError(code, detail: detail, connectStatus: connectStatus)))
    }

    /// After `isPaused`; the caller then tells libcurl.
    func unpause(at now: MonotonicTime) {
        isPaused = false
        deadlines.resume(at: now)
    }
}

// MARK: For libcurl. None of these may call it back.

extension Transfer {
    /// What `readHead` and `readBody` answer to make libcurl stop.
    private static let stop = 0

    func readHead(_ line: UnsafeRawBufferPointer) -> Int {
        guard reader.read(line) else { return fail(.tooLarge) }
        if reader.isComplete { notify() }
        return line.count
    }

    func readBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        deadlines.sawByte(at: .now)
        if isDraining { return drain(bytes.count) }
        if received.count >= Self.highWater {
            isPaused = true
            deadlines.isPaused = true
            return Int(CCURL_WRITEFUNC_PAUSE)
        }
        receivedInAll += bytes.count
        guard receivedInAll <= answerLimit else { return fail(.tooLarge) }
        received.append(contentsOf: bytes)
        notify()
        return bytes.count
    }

    func readUpload(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard let upload else { return 0 }
        let most = min(buffer.count, upload.count - uploaded)
        guard most > 0 else { return 0 }
        guard let bytes = upload.read(uploaded, most), !bytes.isEmpty, bytes.count <= most else {
            end(.failed(.invalid("the upload cannot be read")))
            return Int(CCURL_READFUNC_ABORT)
        }
        buffer.copyBytes(from: bytes)
        uploaded += bytes.count
        return bytes.count
    }

    /// libcurl begins again where a kept connection broke before it took anything.
    func seekUpload(to offset: Int) -> Bool {
        guard let upload, (0...upload.count).contains(offset) else { return false }
        uploaded = offset
        return true
    }

    private func drain(_ count: Int) -> Int {
        drained += count
        return drained <= Self.highWater ? count : fail(.tooLarge)
    }

    /// Whether the request may be sent now. A body is sent once: when a kept connection breaks libcurl would send it again
    /// on another one, though the first might have been carried out. One that was reset before takes no byte, and is found only so.
    func mayBegin() -> Bool {
        attempts += 1
        if attempts == 1 || (body.isEmpty && upload == nil) { return true }
        var sent = 0
        return ccurl_get_long(easy, CURLINFO_REQUEST_SIZE, &sent) == CURLE_OK && sent == 0
    }

    private func fail(_ error: ClientError) -> Int {
        end(.failed(error))
        return Self.stop
    }
}
