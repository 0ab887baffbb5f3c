internal import Dialects
internal import Domain
internal import HTTP
internal import JSON
internal import Web
internal import Wire

/// Reads what a program asks: by which key, and what.
struct RelayReader: Sendable {
    let access: any CallerAccess
    let format: AskedFormat

    static let bodyLimit = 32 << 20

    /// Throws for a key that does not work, or may not ask this model, and for a body that cannot be read.
    func read(_ call: Call) async throws(RelayRefusal) -> (Standing, Prompt) {
        let standing = try await access.standing(of: call)
        let bytes = try await call.unpackedBody()
        var body: JSONValue
        do throws(ChatError) { body = try call.json(in: bytes) } catch { throw RelayRefusal(error) }
        if format.takesGroup { try Self.takeGroup(of: &body, for: standing) }
        let prompt: Prompt
        do throws(Inexpressible) {
            prompt = try format.read(body, call.request)
        } catch {
            throw RelayRefusal(ErrorReply(error))
        }
        guard standing.allows(prompt.model) else {
            throw .notAllowed(prompt.model)
        }
        return (standing, prompt)
    }
}

extension RelayReader {
    /// New API's playground says for which of the asker's groups it asks. Here he has one, and no upstream is to see its name.
    private static func takeGroup(of body: inout JSONValue, for standing: Standing) throws(RelayRefusal) {
        guard let group = body["group"] else { return }
        let own: [JSONValue] = [.null, "", "auto", .string(Text(standing.allowance.group))]
        guard own.contains(group) else {
            throw RelayRefusal(403, "group: is none of yours.", code: "group_not_allowed", param: "group")
        }
        body["group"] = nil
    }
}

extension Call {
    /// The body, unpacked. Some programs send it packed (RFC 9110, §8.4).
    func unpackedBody() async throws(RelayRefusal) -> [UInt8] {
        do throws(ChatError) {
            let codings = request.headers.all("content-encoding").flatMap { $0.split(separator: UInt8(ascii: ",")) }
                .map(\.trimmed.asciiLowercased).filter { !$0.isEmpty && $0 != "identity" }
            guard let coding = codings.first else { return try await body() }
            let known: [Text] = ["gzip", "x-gzip", "deflate"]
            guard codings.count == 1, known.contains(coding) else { throw .notJSON }
            return try await unpacked(try await body())
        } catch {
            guard error == .notJSON else { throw RelayRefusal(error) }
            var refusal = RelayRefusal(
                415, "A body may be packed with gzip or deflate, and in no other way.", code: "unsupported_media_type")
            refusal.headers["accept-encoding"] = "gzip, deflate"
            throw refusal
        }
    }

    private func unpacked(_ bytes: [UInt8]) async throws(ChatError) -> [UInt8] {
        do throws(Gzip.Failure) {
            return try await Gzip.unpacked(bytes, upTo: bodyLimit)
        } catch {
            switch error {
            case .tooLarge: throw .tooLarge(limit: bodyLimit)
            case .malformed: throw .invalid(field: "body", .incomplete)
            }
        }
    }
}
