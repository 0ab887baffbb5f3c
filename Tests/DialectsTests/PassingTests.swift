import Dialects
import Domain
import JSON
import Testing
import Wire

/// Requests and answers whose both ends speak Anthropic's format, or Google's.
@Suite struct PassingTests {
    struct File: Sendable, CustomTestStringConvertible {
        let format: DialectName
        let golden: Golden
        var testDescription: String { "\(format.rawValue) \(golden.caseName)" }
    }

    private static func all(_ kind: String, _ end: String) -> [File] {
        [DialectName.anthropic, .gemini].flatMap { format in
            Golden.all("\(kind).\(format.rawValue).\(end)").map { File(format: format, golden: $0) }
        }
    }

    static let requests = all("request", "json")
    static let answers = all("response", "json")
    static let streams = all("stream", "sse")
    static let cleanStreams = streams.filter { $0.golden.caseName != "error-mid-stream" }

    @Test(arguments: requests)
    func `a request passes as the bytes that came, and its normal form is the same`(file: File) throws {
        let (format, json) = (file.format, file.golden.json)
        var prompt = try format.dialect.prompt(from: json)
        if prompt.model.isEmpty { prompt.model = "golden-1" }
        #expect(try format.dialect.request(prompt, to: .upstream()).bytes == json.bytes)
        let form = GoldenForm(format: format)
        #expect(form.normal(try format.dialect.request(prompt)) == form.normal(json))
    }

    @Test(arguments: cleanStreams)
    func `a stream that passes is the bytes that came, however it is cut`(file: File) {
        let (format, bytes) = (file.format, file.golden.bytes)
        let cuts = stride(from: 0, to: bytes.count, by: bytes.count < 1000 ? 1 : 11).map {
            [Array(bytes[..<$0]), Array(bytes[$0...])]
        }
        for pieces in cuts + anyCuttings(of: bytes) {
            let passed = conversion(pieces, from: format, to: format, raw: .events, streams: true)
            guard passed != bytes else { continue }
            Issue.record("\(String(decoding: passed, as: UTF8.self))")
            return
        }
    }

    @Test(arguments: [(answers, RawForm.events), (streams, .whole)])
    func `what has another form than was asked for does not pass, not even as nothing`(files: [File], raw: RawForm) {
        for file in files {
            var reader = file.format.dialect.reader(raw: raw)
            let pieces = reader.read(file.golden.bytes) + reader.end(isBroken: false).0
            #expect(!pieces.isEmpty && pieces.allSatisfy { $0.raw == nil }, "\(file)")
        }
    }

    @Test(arguments: streams)
    func `a stream is written as it was read`(file: File) throws {
        let form = GoldenForm(format: file.format)
        let written = conversion([file.golden.bytes], from: file.format, to: file.format, streams: true)
        // Which stop sequence it was is lost with the event itself.
        guard file.golden.caseName != "stop-sequence" else { return }
        #expect(try form.events(written) == form.events(file.golden.bytes))
    }

    @Test(arguments: answers)
    func `a whole answer passes as it came, and can be gathered from its stream, and be streamed`(file: File) throws {
        let (format, golden) = (file.format, file.golden)
        let passed = conversion([golden.bytes], from: format, to: format, raw: .whole, streams: false)
        #expect(try JSONValue(parsing: passed) == golden.json)
        guard golden.caseName != "stop-sequence" else { return }
        let form = GoldenForm(format: format)
        let stream = try #require(Self.streams.first { $0.format == format && $0.golden.caseName == golden.caseName })
        let gathered = conversion([stream.golden.bytes], from: format, to: format, streams: false)
        #expect(form.normal(try JSONValue(parsing: gathered)) == form.normal(golden.json))
        let streamed = conversion([golden.bytes], from: format, to: format, streams: true)
        let again = conversion([streamed], from: format, to: format, streams: false)
        #expect(form.normal(try JSONValue(parsing: again)) == form.normal(golden.json))
    }

    @Test func `the asker's name for a model stands in what passes`() throws {
        let message = #"event: message_start\#ndata: {"type":"message_start","message":{"model":"theirs"}}\#n\#n"#
        let passed = conversion([Array(message.utf8)], from: .anthropic, to: .anthropic, raw: .events, streams: true)
        #expect(String(decoding: passed, as: UTF8.self).hasPrefix(message.replacing("theirs", with: "golden-1")))
        let chunk = #"data: {"candidates":[{"finishReason":"STOP"}],"modelVersion":"theirs"}\#n\#n"#
        let other = conversion([Array(chunk.utf8)], from: .gemini, to: .gemini, raw: .events, streams: true)
        #expect(String(decoding: other, as: UTF8.self) == chunk.replacing("theirs", with: "golden-1"))
    }
}
