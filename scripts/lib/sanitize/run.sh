# The Swift tests under the sanitizers that Swift has on Linux. Each needs a build of its own.

# The tests whose names match the filter.
sanitize() {
    local filter=$1

    echo "== ThreadSanitizer"
    swift build --build-tests --sanitize thread --scratch-path .build/thread
    # No suppressions: what it cannot see of Swift's own lock, this tells it.
    clang -shared -fPIC -O1 -o .build/thread/mutex.so scripts/lib/sanitize/mutex.c -ldl
    env LD_PRELOAD="$PWD/.build/thread/mutex.so" TSAN_OPTIONS=exitcode=66 \
        swift test --skip-build --sanitize thread --scratch-path .build/thread --filter "$filter"

    echo "== AddressSanitizer"
    swift build --build-tests --sanitize address --scratch-path .build/address
    # Leaks are not looked for: the test library itself ends with a kilobyte that nothing points to.
    env ASAN_OPTIONS=detect_leaks=0 SWIFT_BACKTRACE=enable=no \
        swift test --skip-build --sanitize address --scratch-path .build/address --filter "$filter"
}
