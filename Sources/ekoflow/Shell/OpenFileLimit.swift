import CLibrary

/// Raises the process's limit of open files as far as it may.
func raiseOpenFileLimit() {
    guard var limit = ResourceLimit.openFiles.value else { return }
    limit.rlim_cur = limit.rlim_max
    ResourceLimit.openFiles.set(limit)
}
