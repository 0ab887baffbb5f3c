public import Domain
public import HTTP
internal import JSON
internal import Wire

/// Gets pictures over HTTP, without any key. Links of an account's own host may lead where the account does; all others lead into the
/// public internet or nowhere, whatever other accounts may reach.
public struct HTTPPictures: RemotePictures {
    private let client: HTTPClient

    /// `client`: the one that accounts are asked by.
    public init(client: HTTPClient) { self.client = client }

    public func picture(at link: String, namedBy account: Account, upTo most: Int) async -> PictureData? {
        guard link.utf8.count <= 8192 else { return nil }
        var request = ClientRequest(
            .get, link, headers: ["Accept": "image/*"], pool: "pictures of account \(account.id)", proxy: account.proxy,
            timeouts: .init(firstByte: .seconds(30), idle: .seconds(30), total: .seconds(60)))
        request.answerLimit = most
        request.isPublicOnly = !Self.isOwn(link, of: account)
        do throws(ClientError) {
            return try await client.send(request) { response throws(ClientError) in
                let type = response.headers["content-type"] ?? ""
                // Of what is called no picture nothing is read.
                guard response.status == 200, type.trimmed.asciiLowercased.hasPrefix("image/") else { return nil }
                return PictureData(try await response.collect(upTo: most), called: type)
            }
        } catch { return nil }
    }

    /// Compared byte for byte, up to the slash that ends the authority: no second reading of a URL can differ from the one that is asked.
    private static func isOwn(_ link: String, of account: Account) -> Bool {
        let slashes = account.baseURL.utf8.split(
            separator: UInt8(ascii: "/"), maxSplits: 3, omittingEmptySubsequences: false)
        guard slashes.count >= 3, slashes[1].isEmpty, !slashes[2].isEmpty else { return false }
        return link.utf8.starts(with: "\(Substring(slashes[0]))//\(Substring(slashes[2]))/".utf8)
    }
}
