internal import CCurl

extension ClientError {
    /// What a failed transfer's code means. `connectStatus` is what a proxy answered to CONNECT, 0 if nothing.
    init(_ code: CURLcode, detail: String, connectStatus: Int) {
        if connectStatus >= 300 {
            self = .unreachable("the proxy answered \(connectStatus)")
            return
        }
        switch code {
        case CURLE_OPERATION_TIMEDOUT: self = .timedOut(.connect)
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT, CURLE_PROXY,
            CURLE_INTERFACE_FAILED:
            self = .unreachable(detail)
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            self = .tls(detail)
        case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR,
            // See `Transfer.mayBegin`.
            CURLE_ABORTED_BY_CALLBACK:
            self = .disconnected
        case CURLE_URL_MALFORMAT: self = .invalid(detail)
        default: self = .malformed(detail)
        }
    }
}
