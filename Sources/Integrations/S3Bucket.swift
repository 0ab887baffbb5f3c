public import Domain
public import HTTP
internal import JSON
internal import Transport
internal import Wire

/// Objects on storage that speaks S3's protocol: put, got, looked for and deleted by their names, over libcurl, which signs (AWS Signature
/// Version 4). https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
public struct S3Bucket: Sendable {
    /// Where objects are, without a slash at the end: `https://s3.eu-central-1.amazonaws.com/bucket`, or a folder in it.
    private let url: String
    private let region: String
    private let accessKey: String
    private let secretKey: Secret

    public init(url: String, region: String, accessKey: String, secretKey: Secret) {
        self.url = url
        self.region = region
        self.accessKey = accessKey
        self.secretKey = secretKey
    }

    /// Why a request came to nothing. For the log: no secret, no name of a file.
    enum Failure: Error, CustomStringConvertible {
        /// There is such an object, or, of one that is read, none.
        case taken, missing
        case refused(status: Int)
        case failed(ClientError)

        init(status: Int) {
            self =
                switch status {
                case 404: .missing
                // 409: two at once.
                case 409, 412: .taken
                default: .refused(status: status)
                }
        }

        var mayPass: Bool {
            switch self {
            case .refused(let status): status >= 500 || status == 429
            case .failed(let error):
                switch error {
                case .unreachable, .timedOut, .disconnected, .cancelled: true
                case .invalid, .refusedAddress, .tls, .tooLarge, .malformed: false
                }
            case .taken, .missing: false
            }
        }

        var description: String {
            switch self {
            case .taken: "S3 has such an object already"
            case .missing: "S3 has no such object"
            case .refused(let status): "S3 answered \(status)"
            case .failed(let error): "S3 cannot be asked: \(error)"
            }
        }
    }

    /// What is sent first may be gigabytes: there is an end to silence, none to the whole. A quarter of a mebibyte is sent in a second, or
    /// the storage is as good as away.
    private static func timeouts(sending count: Int) -> ClientTimeouts {
        ClientTimeouts(
            connect: .seconds(10), firstByte: .seconds(30 + count >> 18), idle: .seconds(60), total: .seconds(24 * 3600)
        )
    }

    /// Of an answer that holds no object.
    private static let longestReply = 64 << 10

    /// Puts an object whose length is known. Throws `taken` where there is one: nothing is ever written over.
    func put(_ name: String, _ contents: ClientUpload, _ client: HTTPClient) async throws(Failure) {
        var request = request(.put, name, sending: contents.count)
        request.headers["Content-Type"] = "application/octet-stream"
        request.headers["If-None-Match"] = "*"
        request.upload = contents
        try await settle(request, client)
    }

    /// Lends the answer that brings the object.
    func get<Value>(
        _ name: String, _ client: HTTPClient, _ body: (ClientResponse) async throws(ClientError) -> Value
    ) async throws(Failure) -> Value {
        var request = request(.get, name)
        request.answerLimit = .max
        let result: Result<Value, Failure>
        do throws(ClientError) {
            result = try await client.send(request) { response throws(ClientError) in
                guard response.status == 200 else { return .failure(Failure(status: response.status)) }
                return .success(try await body(response))
            }
        } catch { throw .failed(error) }
        return try result.get()
    }

    /// There may be none.
    func delete(_ name: String, _ client: HTTPClient) async throws(Failure) {
        do throws(Failure) { try await settle(request(.delete, name), client) } catch {
            guard case .missing = error else { throw error }
        }
    }

    /// Writes an object, reads it and deletes it: nil, or what is wrong. `mayPass`: nobody answers, or the storage has trouble of its own.
    public func flaw(_ client: HTTPClient) async -> (text: String, mayPass: Bool)? {
        let name = "check-\(Hexadecimal.encode(SecureRandom.bytes(8)))"
        let word = [UInt8]("chatmirror".utf8)
        do throws(Failure) {
            try await put(name, ClientUpload(count: word.count) { Array(word.dropFirst($0).prefix($1)) }, client)
            let found = try await get(name, client) { response throws(ClientError) in
                try await response.collect(upTo: Self.longestReply)
            }
            try await delete(name, client)
            return found == word ? nil : ("S3 gives back something else than it was given", false)
        } catch { return (error.description, error.mayPass) }
    }

    private func settle(_ request: ClientRequest, _ client: HTTPClient) async throws(Failure) {
        let status: Int
        do throws(ClientError) {
            status = try await client.send(request) { response throws(ClientError) in
                _ = try await response.collect(upTo: Self.longestReply)
                return response.status
            }
        } catch { throw .failed(error) }
        guard (200..<300).contains(status) else { throw Failure(status: status) }
    }

    private func request(_ method: Method, _ name: String, sending count: Int = 0) -> ClientRequest {
        // The bytes are sealed, and TLS vouches for the way: they need not be read twice to be signed.
        var request = ClientRequest(
            method, "\(url)/\(name)", headers: ["x-amz-content-sha256": "UNSIGNED-PAYLOAD"], pool: "files",
            timeouts: Self.timeouts(sending: count))
        request.signature = AWSSignature(region: region, service: "s3", key: accessKey, secret: secretKey.reveal())
        return request
    }
}
