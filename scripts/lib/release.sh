# The one way a release binary is built, the server's unless another product is named: Swift's runtime is inside it, so it runs where no toolchain is.
build_release() {
    swift build --package-path "$1" -c release --static-swift-stdlib --product "${2:-chatmirror}"
}
