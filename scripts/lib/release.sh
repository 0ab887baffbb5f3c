# The one way the release binary is built: Swift's runtime is inside it, so it runs where no toolchain is.
build_release() {
    swift build --package-path "$1" -c release --static-swift-stdlib --product chatmirror
}
