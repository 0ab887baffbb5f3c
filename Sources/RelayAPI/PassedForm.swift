internal import Domain
internal import HTTP
internal import JSON
internal import Transport
internal import Web
internal import Wire

/// Reads a form with files that is to be passed on (relay-formats.md §8, §9). It is checked and kept as it arrives, a piece at a time, and
/// an account is only lent when it is whole: a client that sends slowly holds none, and any account can be sent all of it.
struct PassedForm {
    private let endpoint: Endpoint
    private let contentType: Text
    private let spool: Spool
    private let report: @Sendable (String) -> Void
    private var parser: MultipartParser
    private var part: Part?
    private var fields: [Field] = []
    private var words = ""

    /// One that is being read.
    private struct Part {
        let head: PartHead
        let start: Int
        var length = 0
        /// Of what is no file, as far as it is wanted.
        var text: [UInt8] = []

        var isFile: Bool { head.filename != nil }

        mutating func take(_ bytes: [UInt8]) {
            length += bytes.count
            if !isFile { text += bytes.prefix(max(0, longestWords - text.count)) }
        }
    }

    private struct Field {
        let name: Text
        let range: Range<Int>
        let value: [UInt8]
        let isFile: Bool
    }

    /// Of a value that we act on, and of what an upstream's error must not repeat.
    private static let longestValue = 256
    private static let longestWords = 64 << 10

    /// `report` is told what the system refused, for the log.
    init(
        _ call: Call, for endpoint: Endpoint, in folder: String, _ report: @escaping @Sendable (String) -> Void
    ) throws(RelayRefusal) {
        guard call.request.headers["content-encoding"] == nil else {
            throw RelayRefusal(415, "A form must not be packed.", code: "unsupported_media_type")
        }
        self.endpoint = endpoint
        self.report = report
        contentType = call.request.headers["content-type"] ?? ""
        do throws(Refusal) {
            parser = try MultipartParser(contentType: contentType)
        } catch { throw Self.malformed(error) }
        do throws(Spool.Failure) { spool = try Spool(in: folder) } catch { throw Self.unavailable(error, report) }
    }

    private static func unavailable(_ failure: Spool.Failure, _ report: (String) -> Void) -> RelayRefusal {
        report(failure.description)
        return RelayRefusal(.unavailable(what: "uploads"))
    }

    /// The call for the model that the form names, or else for `usual`.
    mutating func read(_ body: RequestBody, upTo limit: Int, usual: String?) async throws(RelayRefusal) -> PassedCall {
        while let piece = try await Self.next(of: body, limit) {
            do throws(Spool.Failure) { try spool.append(piece) } catch { throw Self.unavailable(error, report) }
            parser.feed(piece)
            do throws(Refusal) {
                while let event = try parser.next() { take(event) }
            } catch { throw Self.malformed(error) }
        }
        guard parser.isComplete else {
            throw RelayRefusal(400, "body: the form ends in its middle.", code: "invalid_value", param: "body")
        }
        var call = try call(usual)
        call.streams = fields.contains { $0.name == "stream" && $0.value == Array("true".utf8) }
        return call
    }

    private static func next(of body: RequestBody, _ limit: Int) async throws(RelayRefusal) -> [UInt8]? {
        do throws(BodyError) {
            return try await body.next(upTo: limit)
        } catch {
            guard error == .tooLarge else { throw RelayRefusal(.invalid(field: "body", .incomplete)) }
            throw RelayRefusal(.tooLarge(limit: limit))
        }
    }

    private static func malformed(_ refusal: Refusal) -> RelayRefusal {
        RelayRefusal(400, "body: \(refusal.reason).", code: "invalid_value", param: "body")
    }

    private mutating func take(_ event: MultipartEvent) {
        switch event {
        case .part(let head): part = Part(head: head, start: parser.offset)
        case .bytes(let bytes): part?.take(bytes)
        case .partEnd:
            guard let part else { return }
            fields.append(
                Field(
                    name: part.head.name, range: part.start..<part.start + part.length,
                    value: Array(part.text.prefix(Self.longestValue)), isFile: part.isFile))
            if words.utf8.count < Self.longestWords { words += String(decoding: part.text, as: UTF8.self) + "\n" }
            self.part = nil
        }
    }
}

// MARK: What it asks for

extension PassedForm {
    /// The field of the file without which the call makes no sense, by its names.
    private var wanted: [Text] { endpoint == .imageEdits ? ["image", "image[]"] : ["file"] }

    private func call(_ usual: String?) throws(RelayRefusal) -> PassedCall {
        guard fields.contains(where: { $0.isFile && wanted.contains($0.name) }) else {
            let name = wanted[0]
            throw RelayRefusal(
                400, "\(name): there is no file of this name.", code: "missing_required_parameter", param: name)
        }
        let models = fields.filter { $0.name == "model" }
        guard models.count <= 1 else {
            throw RelayRefusal(400, "model: is named more than once.", code: "invalid_value", param: "model")
        }
        guard let field = models.first else {
            guard let usual else {
                throw RelayRefusal(400, "you must provide a model parameter", code: "missing_model", param: "model")
            }
            return naming(usual)
        }
        guard !field.isFile, (1...Self.longestValue).contains(field.range.count),
            let name = String(validating: field.value, as: UTF8.self)
        else { throw RelayRefusal(400, "model: must be a name.", code: "invalid_value", param: "model") }
        return counted(PassedCall(endpoint, to: name, form, gap: field.range, words: words))
    }

    private func counted(_ call: PassedCall) -> PassedCall {
        var call = call
        let word = { (name: Text) in fields.first { $0.name == name }.map { Text(decoding: $0.value) } }
        call.ask(forPictures: word("n")?.integer, size: word("size")?.string, quality: word("quality")?.string)
        return call
    }

    private var form: StoredForm {
        StoredForm(contentType.string, count: spool.count) { [spool] offset, most in
            try? spool.read(at: offset, upTo: most)
        }
    }

    /// Puts the field in that names the model, before the others.
    private func naming(_ model: String) -> PassedCall {
        let head = parser.dashBoundary + Array("\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n".utf8)
        let lead = head + Array("\r\n".utf8)
        let whole = form.replacing(0..<0, with: lead)
        return counted(PassedCall(endpoint, to: model, whole, gap: head.count..<head.count, words: words))
    }
}
