// The C library, which has another name on each system. All other code imports this target.
#if canImport(Darwin)
    @_exported import Darwin
#else
    @_exported import Glibc
#endif
