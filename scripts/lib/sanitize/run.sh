# The Swift tests under the sanitizers that Swift has on Linux. Each needs a build of its own.

# The tests whose names match the filter. One after another: under a sanitizer everything takes longer, and hundreds of
# tests at once would starve those that wait for a server.
sanitize() {
    local filter=$1

    echo "== ThreadSanitizer"
    swift build --build-tests --sanitize thread --scratch-path .build/thread
    # What it cannot see of Swift's own lock, this tells it; the one suppression says why in its file.
    clang -shared -fPIC -O1 -o .build/thread/mutex.so scripts/lib/sanitize/mutex.c -ldl
    env LD_PRELOAD="$PWD/.build/thread/mutex.so" TSAN_OPTIONS="exitcode=66 suppressions=$PWD/scripts/lib/sanitize/thread.supp" \
        swift test --skip-build --no-parallel --sanitize thread --scratch-path .build/thread --filter "$filter"

    echo "== AddressSanitizer"
    swift build --build-tests --sanitize address --scratch-path .build/address
    # Leaks are not looked for: the test library itself ends with a kilobyte that nothing points to.
    env ASAN_OPTIONS=detect_leaks=0 SWIFT_BACKTRACE=enable=no \
        swift test --skip-build --no-parallel --sanitize address --scratch-path .build/address --filter "$filter"
}
