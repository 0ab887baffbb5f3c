internal import CCurl
import Glibc
internal import Transport

/// Hands mail to a mail server, over libcurl: `smtps://`, or `smtp://` with STARTTLS. It blocks, so it has a thread of its own; mail is rare.
///
/// The rules are those of `HTTPClient`: TLS is verified, nothing is read from the environment, and a private address is refused unless its
/// host is allowed by name, which may then be spoken to without TLS.
public actor MailClient {
    private let thread = SerialThread(named: "mail")
    private let hosts: PrivateHosts

    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// One mail: who is told, and the message with its headers, in lines that end with CR LF.
    public struct Mail: Sendable {
        public let server: String
        public let user: String
        public let password: String
        public let from: String
        public let to: [String]
        public let message: [UInt8]

        /// `server`: `smtp://host:587`, `smtps://host:465`.
        public init(server: String, user: String, password: String, from: String, to: [String], message: [UInt8]) {
            (self.server, self.user, self.password) = (server, user, password)
            (self.from, self.to, self.message) = (from, to, message)
        }
    }

    /// `allowPrivate`: as of `HTTPClient.Settings`.
    public init(allowPrivate: Set<String> = []) { hosts = PrivateHosts(allowPrivate) }

    /// Returns when the server has taken it.
    public func send(_ mail: Mail, within span: Duration) throws(ClientError) {
        let target = try MailTarget(mail.server, allowing: hosts)
        let exchange = MailExchange(mail, target)
        try exchange.run(within: span)
    }
}

/// A mail server's URL that has passed the rules.
private struct MailTarget {
    let url: String
    let isPrivateAllowed: Bool

    init(_ text: String, allowing hosts: PrivateHosts) throws(ClientError) {
        guard let handle = curl_url() else { throw .invalid("out of memory") }
        defer { curl_url_cleanup(handle) }
        let status = curl_url_set(handle, CURLUPART_URL, text, UInt32(CURLU_DISALLOW_USER))
        guard status == CURLUE_OK else { throw .invalid(String(cString: curl_url_strerror(status))) }
        guard ["smtp", "smtps"].contains(handle.part(CURLUPART_SCHEME)) else {
            throw .invalid("the scheme is neither smtp nor smtps")
        }
        // The path would be the name that we say HELO with.
        guard ["", "/"].contains(handle.part(CURLUPART_PATH) ?? ""), handle.part(CURLUPART_QUERY) == nil else {
            throw .invalid("a path in the address of the mail server")
        }
        let port = handle.part(CURLUPART_PORT, UInt32(CURLU_DEFAULT_PORT)).flatMap { Int($0) } ?? 0
        isPrivateAllowed = hosts.allow(handle.host, port: port)
        if !isPrivateAllowed, let address = NetworkAddress(handle.host), !address.isPublic {
            throw .refusedAddress(handle.host)
        }
        url = text
    }
}

/// One mail in libcurl's hands.
private final class MailExchange {
    private let mail: MailClient.Mail
    private let target: MailTarget
    private var sent = 0
    private var refusedAddress: String?

    init(_ mail: MailClient.Mail, _ target: MailTarget) {
        self.mail = mail
        self.target = target
    }

    func run(within span: Duration) throws(ClientError) {
        CurlMulti.startLibrary()
        guard let easy = curl_easy_init() else { throw .unreachable("out of memory") }
        defer { curl_easy_cleanup(easy) }
        var receivers: UnsafeMutablePointer<curl_slist>?
        for address in mail.to { receivers = curl_slist_append(receivers, "<\(address)>") }
        defer { curl_slist_free_all(receivers) }
        var options = CurlOptions(easy)
        configure(&options, receivers, within: span)
        guard options.failure == CURLE_OK else { throw .invalid(String(cString: curl_easy_strerror(options.failure))) }
        let code = curl_easy_perform(easy)
        guard code != CURLE_OK else { return }
        if let refusedAddress { throw .refusedAddress(refusedAddress) }
        var status = 0
        _ = ccurl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
        throw Self.error(code, status: status)
    }

    /// Words of the server are not repeated: a refusal may name what was sent to it.
    private static func error(_ code: CURLcode, status: Int) -> ClientError {
        switch code {
        case CURLE_OPERATION_TIMEDOUT: .timedOut(.total)
        case CURLE_USE_SSL_FAILED, CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE:
            .tls(String(cString: curl_easy_strerror(code)))
        case CURLE_LOGIN_DENIED: .malformed("the mail server refused the user or the password (\(status))")
        default:
            status >= 400
                ? .malformed("the mail server answered \(status)")
                : .unreachable(String(cString: curl_easy_strerror(code)))
        }
    }

    private func configure(
        _ options: inout CurlOptions, _ receivers: UnsafeMutablePointer<curl_slist>?, within span: Duration
    ) {
        let easy = options.easy
        let me = Unmanaged.passUnretained(self).toOpaque()
        options.set(CURLOPT_NOSIGNAL, 1)
        options.set(CURLOPT_URL, target.url)
        options.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        options.set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        options.set(CURLOPT_PROXY, "")
        options.set(CURLOPT_SSL_VERIFYPEER, 1)
        options.set(CURLOPT_SSL_VERIFYHOST, 2)
        // Without it a mail server that is asked in the clear would be shown the password.
        let needsTLS = target.isPrivateAllowed ? CURLUSESSL_TRY : CURLUSESSL_ALL
        options.set(CURLOPT_USE_SSL, Int(needsTLS.rawValue))
        let milliseconds = Int(span.components.seconds * 1000)
        options.set(CURLOPT_TIMEOUT_MS, milliseconds)
        options.set(CURLOPT_CONNECTTIMEOUT_MS, min(5000, milliseconds))
        if !mail.user.isEmpty {
            options.set(CURLOPT_USERNAME, mail.user)
            options.set(CURLOPT_PASSWORD, mail.password)
        }
        options.set(CURLOPT_MAIL_FROM, "<\(mail.from)>")
        options.check(ccurl_set_list(easy, CURLOPT_MAIL_RCPT, receivers))
        options.set(CURLOPT_UPLOAD, 1)
        options.check(ccurl_set_pointer(easy, CURLOPT_READDATA, me))
        options.check(
            ccurl_set_data(easy, CURLOPT_READFUNCTION) { bytes, size, count, me in
                MailExchange.from(me).read(into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
            })
        // What the server says is of no use; by itself libcurl would print it.
        options.check(ccurl_set_data(easy, CURLOPT_WRITEFUNCTION) { _, size, count, _ in size * count })
        options.check(ccurl_set_pointer(easy, CURLOPT_OPENSOCKETDATA, me))
        options.check(ccurl_set_open(easy) { me, _, address in MailExchange.from(me).openSocket(address!) })
    }

    private static func from(_ pointer: UnsafeMutableRawPointer?) -> MailExchange {
        Unmanaged<MailExchange>.fromOpaque(pointer!).takeUnretainedValue()
    }

    private func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, mail.message.count - sent)
        guard count > 0 else { return 0 }
        buffer.copyBytes(from: mail.message[sent..<sent + count])
        sent += count
        return count
    }

    /// As `Transfer` does: the last word on every address.
    private func openSocket(_ request: UnsafeMutablePointer<curl_sockaddr>) -> Int32 {
        let address = NetworkAddress(ccurl_address(request))
        guard target.isPrivateAllowed || address?.isPublic == true else {
            refusedAddress = address?.description ?? "unknown family"
            return CURL_SOCKET_BAD
        }
        let kind = request.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
        return socket(request.pointee.family, kind, request.pointee.`protocol`)
    }
}
