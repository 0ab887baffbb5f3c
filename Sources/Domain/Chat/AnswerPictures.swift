internal import JSON

/// Keeps what models draw for members as files of theirs.
public struct AnswerPictures: Sendable {
    private let files: Files
    private let remote: any RemotePictures

    public init(_ files: Files, _ remote: any RemotePictures) {
        self.files = files
        self.remote = remote
    }

    /// The files, and how many pictures could not be had or kept.
    func keep(
        _ pictures: DrawnPictures, for owner: ID<User>, by account: Account
    ) async -> (files: [File], lost: Int) {
        var (kept, lost, room) = ([File](), pictures.left, PictureData.mostBytesTogether)
        for (number, link) in pictures.links.enumerated() {
            let most = min(room, FileRules.mostOfImage)
            guard let data = await remote.picture(at: link, namedBy: account, upTo: most),
                let file = try? await files.keepMade(data, number: number + 1, of: owner)
            else {
                lost += 1
                continue
            }
            room -= data.bytes.count
            kept.append(file)
        }
        return (kept, lost)
    }
}

extension Files {
    /// Keeps a picture that was made for a member. Throws `file` where it would not be taken if it were uploaded.
    func keepMade(_ picture: PictureData, number: Int, of owner: ID<User>) async throws(ChatError) -> File {
        guard ImageHeader.isOfImage(picture.bytes) else { throw .file(.unknownKind(seems: picture.type)) }
        let ending = picture.type.utf8.dropFirst("image/".utf8.count)
        return try await take(picture.bytes, named: "picture-\(number).\(Substring(ending))", isMade: true, of: owner)
    }
}
