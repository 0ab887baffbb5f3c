internal import Dialects
internal import Domain
internal import HTTP
internal import JSON
internal import Web
internal import Wire

/// What a program sends that is to be passed on, and how it is read.
struct PassedReading: Sendable {
    let endpoint: Endpoint
    let dialect: any Dialect
    let read: @Sendable (Call) async throws(RelayRefusal) -> PassedCall

    /// JSON, of which the name of the model is read, and what else it holds is looked through once. `usual`: the model where none is named.
    static func json(_ endpoint: Endpoint, usual: String?) -> PassedReading {
        PassedReading(endpoint: endpoint, dialect: OpenAIChat()) { call throws(RelayRefusal) in
            try PassedJSON(try await call.unpackedBody(), endpoint).call(
                inPath: call.request.parameters["model"], usual: usual)
        }
    }

    /// A form, which is kept in `folder` while it arrives. `report` is told what the system refused, for the log.
    static func form(
        _ endpoint: Endpoint, usual: String?, in folder: String, _ report: @escaping @Sendable (String) -> Void
    ) -> PassedReading {
        let json = json(endpoint, usual: usual)
        return PassedReading(endpoint: endpoint, dialect: OpenAIChat()) { call throws(RelayRefusal) in
            // Some ask for edits of pictures by their addresses.
            if endpoint == .imageEdits, !call.request.isForm { return try await json.read(call) }
            var form = try PassedForm(call, for: endpoint, in: folder, report)
            return try await form.read(call.request.body, upTo: call.bodyLimit, usual: usual)
        }
    }

    /// What Google's programs send to have something embedded.
    static func google(isMany: Bool) -> PassedReading {
        PassedReading(endpoint: .embeddings, dialect: Gemini()) { call throws(RelayRefusal) in
            let bytes = try await call.unpackedBody()
            let body: JSONValue
            do throws(ChatError) { body = try call.json(in: bytes) } catch { throw RelayRefusal(error) }
            let asked: JSONValue
            do throws(Inexpressible) {
                asked = try Gemini.embeddings(from: body, model: GeminiAction(of: call.request).model, isMany: isMany)
            } catch { throw RelayRefusal(ErrorReply(error)) }
            var passed = try PassedJSON(asked.bytes, .embeddings).call(inPath: nil, usual: nil)
            passed.embeddings = isMany ? .googleMany : .googleOne
            return passed
        }
    }
}

/// JSON that is to be passed on.
private struct PassedJSON {
    private let endpoint: Endpoint
    private let body: [UInt8]
    private let outline: JSONOutline

    init(_ body: [UInt8], _ endpoint: Endpoint) throws(RelayRefusal) {
        self.body = body
        self.endpoint = endpoint
        do throws(JSONError) {
            outline = try JSONOutline(body)
        } catch {
            throw RelayRefusal(.invalid(field: "body", error.flaw))
        }
    }

    func call(inPath: Text?, usual: String?) throws(RelayRefusal) -> PassedCall {
        var call = try named(inPath, usual)
        call.streams = outline["stream"].map { body[$0].elementsEqual("true".utf8) } ?? false
        call.ask(
            forPictures: outline["n"].flatMap { Text(decoding: body[$0]).integer }, size: word("size"),
            quality: word("quality"))
        if endpoint == .embeddings { call.embeddings = try shape() }
        return call
    }

    /// Nil for what is no word.
    private func word(_ name: Text) -> String? {
        guard let range = outline[name], range.count <= 64 else { return nil }
        return (try? JSONValue(parsing: body[range]))?.text?.string
    }

    private func named(_ inPath: Text?, _ usual: String?) throws(RelayRefusal) -> PassedCall {
        guard let range = outline["model"] else { return try naming(inPath?.string ?? usual) }
        if let inPath { return PassedCall(endpoint, to: inPath.string, body, gap: range) }
        guard case .string(let name)? = try? JSONValue(parsing: body[range]), !name.isEmpty else {
            throw RelayRefusal(400, "model: must be a name.", code: "invalid_value", param: "model")
        }
        return PassedCall(endpoint, to: name.string, body, gap: range)
    }

    /// Puts the member in that names the model.
    private func naming(_ model: String?) throws(RelayRefusal) -> PassedCall {
        guard let model else {
            throw RelayRefusal(400, "you must provide a model parameter", code: "missing_model", param: "model")
        }
        let member = Array("\"model\":".utf8)
        let start = outline.start + member.count
        let comma = Array((outline.members.isEmpty ? "" : ",").utf8)
        let whole = Array(body[..<outline.start]) + member + comma + body[outline.start...]
        return PassedCall(endpoint, to: model, whole, gap: start..<start)
    }

    /// OpenAI's SDK asks for base64 by itself; what says nothing is asked for numbers.
    private func shape() throws(RelayRefusal) -> EmbeddingShape {
        guard let range = outline["encoding_format"] else { return .numbers }
        switch try? JSONValue(parsing: body[range]) {
        case "base64": return .base64
        case "float", .null: return .numbers
        default:
            throw RelayRefusal(
                400, "encoding_format: must be float or base64.", code: "invalid_value", param: "encoding_format")
        }
    }
}
