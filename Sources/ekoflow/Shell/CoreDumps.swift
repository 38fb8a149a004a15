import CLibrary

#if os(Linux)
    import CLinux
#endif

/// Makes sure that no file gets the memory of this process, which has the keys: neither if it crashes, nor if a core dump
/// is asked for. The limit also holds for the programs that it starts. A kernel that gives core dumps to a program ignores
/// the limit, but not that the process is not dumpable.
func forbidCoreDumps() {
    ResourceLimit.coreDump.set(rlimit())
    #if os(Linux)
        _ = ekoflow_set_dumpable(0)
    #endif
}
