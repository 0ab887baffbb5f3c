/// What the site looks like, under New API's names (new-api.md §9).
extension Setting {
    static let ofLook = [systemName, notice, logo]

    /// What the site is called; empty for the usual name.
    public static let systemName = Setting("SystemName", standard: SiteLook.usualName) { value throws(ChatError) in
        guard value.unicodeScalars.count <= SiteLook.longestName else {
            throw .invalid(field: "value", .longerThan(SiteLook.longestName, .characters))
        }
        guard !value.hasControlCharacters else { throw .invalid(field: "value", .holdsControlCharacters) }
        return References()
    }

    /// What is said to everybody who is signed in, in Markdown; empty for nothing.
    public static let notice = Setting("Notice", standard: "") { value throws(ChatError) in
        guard value.unicodeScalars.count <= SiteLook.longestNotice else {
            throw .invalid(field: "value", .longerThan(SiteLook.longestNotice, .characters))
        }
        guard !value.utf8.contains(0) else { throw .invalid(field: "value", .holdsNUL) }
        return References()
    }

    /// The address of a picture that was uploaded (`SitePictureStore.setLogo`); empty for none. Pages show no picture of another site.
    public static let logo = Setting("Logo", standard: "") { value throws(ChatError) in
        var found = References()
        guard !value.isEmpty else { return found }
        guard let picture = picture(at: value) else { throw .invalid(field: "value", .notThere) }
        found.picture = picture
        return found
    }

    /// Of all values that somebody set.
    public static func logoPicture(_ values: [String: String]) -> Key<SitePicture>? {
        values[logo.name].flatMap(picture)
    }

    private static func picture(at address: String) -> Key<SitePicture>? {
        guard address.utf8.starts(with: SiteLook.logoFolder.utf8) else { return nil }
        return Key(String(address.dropFirst(SiteLook.logoFolder.utf8.count)))
    }
}
