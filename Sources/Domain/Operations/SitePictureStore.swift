/// Where the pictures of the site and of assistants are kept, each under the hash of its contents.
///
/// Every call may throw `unavailable("storage")`.
public protocol SitePictureStore: Sendable {
    /// Throws `notFound`.
    func find(_ id: Key<SitePicture>) async throws(ChatError) -> SitePicture
    /// Keeps the picture and makes it the option `Logo`; nil: there is none. The former one is deleted unless an assistant has it. Returns the
    /// option as it was and as it is.
    func setLogo(_ picture: SitePicture?) async throws(ChatError) -> (former: String, latter: String)
}
