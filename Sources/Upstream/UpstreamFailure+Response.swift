internal import Dialects
internal import Domain
internal import HTTP
internal import JSON
internal import Wire

/// A refusal as it came: what it means for the turn, and what it says of the request.
struct Refusal: Sendable {
    let failure: UpstreamFailure
    let error: ErrorBody?

    /// What a second try would have to do otherwise; nil when none may help.
    func learnedOption(for question: Question) -> LearnedOption? {
        guard failure.status == 400 || failure.status == 422, question.dialect.learnsOptions else { return nil }
        return error?.learnedOption(for: question.body, own: question.own)
    }
}

extension TurnFailure {
    /// What a refusal means, by its status and what it says. Inside an answer it is the status that the error names.
    init(_ status: Int, _ error: ErrorBody?) {
        self =
            switch status {
            case 401, 403: .upstreamAuth
            case 429: .upstreamRateLimited
            case 404: .upstreamModelNotFound
            case 400..<500 where error?.isContextTooLong == true: .contextTooLong
            case 400..<500 where error?.isModelUnknown == true: .upstreamModelNotFound
            case 400..<500 where error?.isAccountRefused == true: .upstreamAuth
            case 400..<500: .upstreamRefused
            case 500..<600: .upstreamError
            default: .upstreamBadAnswer
            }
    }
}

extension UpstreamFailure {
    /// Whether the head promises an answer: 200, and nothing that would have to be unpacked. Its type says nothing: events are called
    /// `text/html` and `text/readystream`, too, so the bytes decide.
    static func isAnswer(_ response: ClientResponse) -> Bool {
        response.status == 200 && !response.isChallenge && response.coding == nil
    }
}

extension Refusal {
    /// How much of a refusal is read, and how long it may take: its status is known already.
    private static let refusalLimit = 64 << 10
    private static let refusalPatience = Duration.seconds(5)

    /// What an answer that is none means. Reads its body.
    init(_ response: ClientResponse, _ redaction: Redaction, speaking format: DialectName? = nil) async {
        await response.expectEnd(within: Self.refusalPatience)
        let body = await response.beginning(upTo: Self.refusalLimit)
        let json = (try? LooseJSON(parsing: body))?.value
        let error = json.map { ErrorBody(ofRefusal: $0) }
        let demand = Self.demand(response, body, json, speaking: format)
        let code = demand != nil ? .upstreamBadAnswer : TurnFailure(response.status, error)
        let detail =
            if let demand {
                demand
            } else if let coding = response.coding {
                redaction.clean("compressed (\(coding)), which was not asked for and is not read")
            } else if (300..<400).contains(response.status) {
                "a redirect, which is not followed"
            } else if let error {
                redaction.clean(error)
            } else {
                redaction.clean("no reason given" + Self.title(of: body))
            }
        let wait = RetryAfter.read(response.headers)
        failure = UpstreamFailure(
            code, status: response.status, detail: detail, retryAfter: wait ?? error?.wait,
            original: error.flatMap { redaction.original($0) }, isChallenge: demand != nil,
            fault: json.flatMap { Self.fault(response.status, $0, wait: wait, speaking: format) })
        self.error = error
    }

    private static func fault(
        _ status: Int, _ body: JSONValue, wait: Duration?, speaking format: DialectName?
    ) -> Verdict.Fault? {
        switch format {
        case .codex: Codex.fault(status, body, wait: wait, at: .machine)
        case .chatGPTWeb: ChatGPTWeb.fault(status, body)
        default: nil
        }
    }

    /// Why nobody but a person may ask again, in words for an administrator; nil where that is not so.
    private static func demand(
        _ response: ClientResponse, _ body: [UInt8], _ json: JSONValue?, speaking format: DialectName?
    ) -> String? {
        let words =
            format == .chatGPTWeb ? ChatGPTWeb.wantsBrowser : "the upstream asks to prove that a person is there"
        if response.isChallenge { return words + " (cf-mitigated)" }
        switch format {
        case .codex: return response.isPageInTheWay(body) ? words + " (a page)" : nil
        case .chatGPTWeb:
            if ChatGPTWeb.isPage(response.status, body) { return words + " (a page)" }
            return json.map { ChatGPTWeb.wantsProof(response.status, $0) } == true ? words + " (a proof)" : nil
        default: return nil
        }
    }

    /// The title of an HTML page says most of what an administrator wants to know of it.
    private static func title(of body: [UInt8]) -> String {
        let page = body.prefix(4096)
        guard let start = page.firstRange(of: Array("<title>".utf8)) else { return "" }
        let title = page[start.upperBound...]
        guard let end = title.firstRange(of: Array("</title>".utf8)) else { return "" }
        return ": " + String(decoding: title[..<end.lowerBound], as: UTF8.self)
    }
}

extension ClientResponse {
    fileprivate var isChallenge: Bool { headers["cf-mitigated"] != nil }

    /// A page where an answer was wanted, of what stands before the upstream.
    fileprivate func isPageInTheWay(_ body: [UInt8]) -> Bool {
        [403, 503].contains(status) && body.first { $0 > 32 } == UInt8(ascii: "<")
    }

    /// The name of a compression. We ask for none: what unpacks without bound is never unpacked.
    fileprivate var coding: Text? {
        let codings = headers.all("content-encoding") + headers.all("transfer-encoding")
        return codings.flatMap { $0.asciiLowercased.split(separator: UInt8(ascii: ",")) }.map(\.trimmed)
            .first { !$0.isEmpty && $0 != "identity" && $0 != "chunked" }
    }

    /// As much of the body as comes, however it ends.
    fileprivate func beginning(upTo limit: Int) async -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < limit, let piece = try? await next() { bytes += piece }
        return Array(bytes.prefix(limit))
    }
}

extension UpstreamError {
    /// What a failed exchange means for the turn. `hasHead`: the upstream's status came before that.
    init(_ error: ClientError, _ redaction: Redaction, hasHead: Bool) {
        let (code, detail): (TurnFailure, String)
        switch error {
        case .cancelled:
            self = .cancelled
            return
        case .invalid(let reason): (code, detail) = (.upstreamUnreachable, reason)
        case .refusedAddress(let address):
            (code, detail) = (.upstreamUnreachable, "the address \(address) is private; see upstream.allow_private")
        case .unreachable(let reason): (code, detail) = (.upstreamUnreachable, reason)
        case .tls(let reason): (code, detail) = (.upstreamUnreachable, "TLS: \(reason)")
        case .timedOut(.connect): (code, detail) = (.upstreamUnreachable, "no connection in time")
        case .timedOut(.firstByte): (code, detail) = (.upstreamTimeout, "connected, but no answer in time")
        case .timedOut(.idle): (code, detail) = (.upstreamTimeout, "silent in the middle of the answer")
        case .timedOut(.total): (code, detail) = (.upstreamTimeout, "the answer took too long")
        case .tooLarge: (code, detail) = (.upstreamBadAnswer, "the answer is too large")
        case .malformed(let reason): (code, detail) = (.upstreamBadAnswer, reason)
        // Even before the head: the request may have run, so nobody may take this for "not reached".
        case .disconnected: (code, detail) = (.upstreamIncomplete, "the connection broke before the answer ended")
        }
        self = .failed(
            UpstreamFailure(
                code, detail: redaction.clean(detail), mayHaveRun: !hasHead && code != .upstreamUnreachable))
    }
}
