internal import CLinux

/// The memory of the process.
public enum Memory {
    /// Gives back to the system what is free between what is in use; by itself the C library keeps the most that a busy hour
    /// ever took. It takes milliseconds for a hundred megabytes, so a thread of its own does it, and this returns at once.
    public static func giveBack() {
        startThread(named: "memory") { malloc_trim(0) }
    }
}
