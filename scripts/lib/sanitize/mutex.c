// Tells ThreadSanitizer about Synchronization.Mutex, which it would otherwise report as a race.
//
// The quick ways to lock and unlock are compiled into our code, where ThreadSanitizer sees their atomic operations. The slow
// ways, taken when two threads want the lock at once, are in Swift's own library, which is not instrumented: the kernel
// hands the lock over and nobody tells ThreadSanitizer that the new owner has seen what the former one wrote.
// Preloaded by `scripts/test --sanitize`, these two say so and call the real ones. Nothing is suppressed.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

// In the executable under test.
void __tsan_acquire(void *address) __attribute__((weak));
void __tsan_release(void *address) __attribute__((weak));

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

typedef SWIFT void lock_slow(uint32_t thread, SELF void *mutex);
typedef SWIFT void unlock_slow(SELF void *mutex);

SWIFT void take(uint32_t thread, SELF void *mutex) __asm__(LOCK);
SWIFT void release(SELF void *mutex) __asm__(UNLOCK);

SWIFT void take(uint32_t thread, SELF void *mutex) {
    static lock_slow *real;
    if (!real) real = (lock_slow *)dlsym(RTLD_NEXT, LOCK);
    real(thread, mutex);
    if (__tsan_acquire) __tsan_acquire(mutex);
}

SWIFT void release(SELF void *mutex) {
    static unlock_slow *real;
    if (!real) real = (unlock_slow *)dlsym(RTLD_NEXT, UNLOCK);
    if (__tsan_release) __tsan_release(mutex);
    real(mutex);
}
