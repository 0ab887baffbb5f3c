public import Domain
public import HTTP
public import JSON
internal import Wire

/// Gets pictures over HTTP, without any key. Links of an account's own host may lead where the account does; all others lead into the
/// public internet or nowhere, whatever other accounts may reach.
public struct HTTPPictures: RemotePictures {
    private let client: HTTPClient

    /// `client`: the one that accounts are asked by.
    public init(client: HTTPClient) { self.client = client }

    public func picture(at link: Text, namedBy account: Account, upTo most: Int) async -> PictureData? {
        if PictureData.isDataURL(link) { return PictureData(dataURL: link, upTo: most) }
        return link.byteCount <= 8192 ? await fetched(link.string, namedBy: account, upTo: most) : nil
    }

    private func fetched(_ link: String, namedBy account: Account, upTo most: Int) async -> PictureData? {
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

extension PictureData {
    private static let scheme: Text = "data:"

    public static func isDataURL(_ link: Text) -> Bool {
        Text(decoding: link.utf8.prefix(scheme.byteCount)).asciiLowercased == scheme
    }

    /// Nil for one that is not in base64, is called no picture, or has more than `most` bytes.
    public init?(dataURL link: Text, upTo most: Int) {
        let parts = link.split(separator: UInt8(ascii: ","))
        guard Self.isDataURL(link), parts.count == 2, parts[1].byteCount / 4 * 3 <= most,
            let bytes = Base64.decode(parts[1])
        else { return nil }
        self.init(bytes, called: Text(decoding: parts[0].utf8.dropFirst(Self.scheme.byteCount)))
    }
}
