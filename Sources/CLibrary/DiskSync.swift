/// Waits until what was written to a file or folder is on the disk. Returns false, and sets `errno`, if it fails.
package func syncToDisk(_ descriptor: Int32) -> Bool {
    #if canImport(Darwin)
        // `fsync` leaves it in the memory of the disk. Not every file system can do more.
        fcntl(descriptor, F_FULLFSYNC) == 0 || fsync(descriptor) == 0
    #else
        fsync(descriptor) == 0
    #endif
}
