internal import CCurl
import Glibc
internal import JSON
internal import Wire

extension Transfer {
    /// The header lines, checked: a line break in a value would smuggle in a field.
    static func list(of request: ClientRequest) throws(ClientError) -> UnsafeMutablePointer<curl_slist>? {
        var list = curl_slist_append(nil, "Accept-Encoding: identity")
        // Keeps libcurl from waiting for `100 Continue`. A signature would hold it, and no header would be there.
        if request.signature == nil { list = curl_slist_append(list, "Expect:") }
        for field in request.headers.fields {
            guard !field.name.isEmpty, "\(field.name)\(field.value)".utf8.allSatisfy({ $0 >= 32 && $0 != 127 }) else {
                curl_slist_free_all(list)
                throw .invalid("a control character in a header")
            }
            list = curl_slist_append(list, field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        return list
    }

    /// Sets every option. Nothing is taken from the environment, from `.netrc` or from an earlier exchange.
    func configure(
        _ request: ClientRequest, userAgent: String, headers: UnsafeMutablePointer<curl_slist>?,
        errorText: UnsafeMutablePointer<CChar>
    ) throws(ClientError) {
        var options = CurlOptions(easy)
        options.set(CURLOPT_NOSIGNAL, 1)
        options.check(ccurl_set_url(easy, target.handle))
        options.set(CURLOPT_PROTOCOLS_STR, "https,http")
        options.set(CURLOPT_FOLLOWLOCATION, 0)
        options.set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        options.set(CURLOPT_UNRESTRICTED_AUTH, 0)
        options.set(CURLOPT_SSL_VERIFYPEER, 1)
        options.set(CURLOPT_SSL_VERIFYHOST, 2)
        // One connection per running exchange: cancelling closes it, pausing stalls nobody else.
        options.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        options.set(CURLOPT_MAXAGE_CONN, 60)
        options.set(CURLOPT_TCP_KEEPALIVE, 1)
        // Every exchange has it for as long as it runs, and its pieces are small.
        options.set(CURLOPT_BUFFERSIZE, 4 << 10)
        options.set(CURLOPT_CONNECTTIMEOUT_MS, max(1, Int(request.timeouts.connect.inMilliseconds)))
        // Lets an exchange be cancelled while its name is still looked up; libcurl would block the loop otherwise.
        options.set(CURLOPT_QUICK_EXIT, 1)
        options.set(CURLOPT_USERAGENT, userAgent)
        options.check(ccurl_set_list(easy, CURLOPT_HTTPHEADER, headers))
        options.check(ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText))
        setProxy(&options)
        setMethod(request, &options)
        if let signature = request.signature {
            options.set(CURLOPT_AWS_SIGV4, signature.scope)
            options.set(CURLOPT_USERNAME, signature.key)
            options.set(CURLOPT_PASSWORD, signature.secret)
        }
        if onlyConnects {
            // HTTP/1.1 above is a must here: `curl_easy_send` of libcurl 7.88 crashes where HTTP/2 was agreed on.
            options.set(CURLOPT_CONNECT_ONLY, 1)
            // Through an HTTP proxy, too, it is the upstream's connection from the first byte on.
            options.set(CURLOPT_HTTPPROXYTUNNEL, 1)
        }
        setCallbacks(&options)
        guard options.failure == CURLE_OK else { throw .invalid(String(cString: curl_easy_strerror(options.failure))) }
    }

    private func setProxy(_ options: inout CurlOptions) {
        options.set(CURLOPT_PROXY, proxy?.text ?? "")
        options.set(CURLOPT_NOPROXY, "")
        options.set(CURLOPT_PROXYAUTH, Int(CCURL_AUTH_BASIC))
        options.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        options.set(CURLOPT_PROXY_SSL_VERIFYPEER, 1)
        options.set(CURLOPT_PROXY_SSL_VERIFYHOST, 2)
    }

    /// A body is given as it is, where it is in memory: a callback costs a buffer of 16 KiB for as long as the answer takes.
    private func setMethod(_ request: ClientRequest, _ options: inout CurlOptions) {
        if request.method == .head {
            options.set(CURLOPT_NOBODY, 1)
        } else if let upload {
            options.set(CURLOPT_POST, 1)
            options.check(ccurl_set_off(easy, CURLOPT_POSTFIELDSIZE_LARGE, upload.count))
            options.set(CURLOPT_CUSTOMREQUEST, request.method.name)
            setUpload(&options)
        } else if request.method != .get || !request.body.isEmpty {
            options.check(ccurl_set_off(easy, CURLOPT_POSTFIELDSIZE_LARGE, body.count))
            options.check(ccurl_set_pointer(easy, CURLOPT_POSTFIELDS, body.baseAddress))
            options.set(CURLOPT_CUSTOMREQUEST, request.method.name)
        }
    }

    private func setCallbacks(_ options: inout CurlOptions) {
        let me = Unmanaged.passUnretained(self).toOpaque()
        for option in [
            CURLOPT_PRIVATE, CURLOPT_HEADERDATA, CURLOPT_WRITEDATA, CURLOPT_PREREQDATA, CURLOPT_OPENSOCKETDATA,
        ] { options.check(ccurl_set_pointer(easy, option, me)) }
        options.check(
            ccurl_set_data(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, me in
                Transfer.from(me).readHead(UnsafeRawBufferPointer(start: bytes, count: size * count))
            })
        options.check(
            ccurl_set_data(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, me in
                Transfer.from(me).readBody(UnsafeRawBufferPointer(start: bytes, count: size * count))
            })
        options.check(
            ccurl_set_prerequest(easy) { me, _, _, _, _ in
                Transfer.from(me).mayBegin() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
            })
        options.check(
            ccurl_set_open(easy) { me, _, address in
                Transfer.from(me).openSocket(address!)
            })
    }

    private func setUpload(_ options: inout CurlOptions) {
        let me = Unmanaged.passUnretained(self).toOpaque()
        options.check(ccurl_set_pointer(easy, CURLOPT_READDATA, me))
        options.check(ccurl_set_pointer(easy, CURLOPT_SEEKDATA, me))
        options.check(
            ccurl_set_data(easy, CURLOPT_READFUNCTION) { bytes, size, count, me in
                Transfer.from(me).readUpload(into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
            })
        options.check(
            ccurl_set_seek(easy) { me, offset, origin in
                origin == SEEK_SET && Transfer.from(me).seekUpload(to: offset)
                    ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_CANTSEEK
            })
    }

    static func from(_ pointer: UnsafeMutableRawPointer?) -> Transfer {
        Unmanaged<Transfer>.fromOpaque(pointer!).takeUnretainedValue()
    }

    /// The last word on every address: a name may have changed its mind since it was first looked up.
    private func openSocket(_ request: UnsafeMutablePointer<curl_sockaddr>) -> Int32 {
        let isPrivateAllowed = proxy?.isPrivateAllowed ?? target.isPrivateAllowed
        let address = NetworkAddress(ccurl_address(request))
        guard isPrivateAllowed || address?.isPublic == true else {
            refusedAddress = address?.description ?? "unknown family"
            return CURL_SOCKET_BAD
        }
        let kind = request.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
        return socket(request.pointee.family, kind, request.pointee.`protocol`)
    }
}

/// Sets options and remembers the first that failed: an option that did not take may be the one that keeps us safe.
struct CurlOptions {
    let easy: UnsafeMutableRawPointer
    private(set) var failure = CURLE_OK

    init(_ easy: UnsafeMutableRawPointer) { self.easy = easy }

    mutating func set(_ option: CURLoption, _ value: Int) { check(ccurl_set_long(easy, option, value)) }
    mutating func set(_ option: CURLoption, _ value: String) { check(ccurl_set_string(easy, option, value)) }

    mutating func check(_ code: CURLcode) {
        if failure == CURLE_OK { failure = code }
    }
}

extension Duration {
    fileprivate var inMilliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
