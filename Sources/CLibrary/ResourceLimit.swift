/// A limit on what this process may use.
package enum ResourceLimit {
    case openFiles
    /// The size of the file with the memory of the process, if it crashes.
    case coreDump

    package var value: rlimit? {
        var limit = rlimit()
        return getrlimit(resource, &limit) == 0 ? limit : nil
    }

    /// Does nothing if the system refuses the limit.
    package func set(_ limit: rlimit) {
        var limit = limit
        #if canImport(Darwin)
            // More than this is refused, also if the upper limit is endless.
            if self == .openFiles { limit.rlim_cur = min(limit.rlim_cur, rlim_t(OPEN_MAX)) }
        #endif
        setrlimit(resource, &limit)
    }

    #if canImport(Darwin)
        private var resource: Int32 {
            switch self {
            case .openFiles: RLIMIT_NOFILE
            case .coreDump: RLIMIT_CORE
            }
        }
    #else
        private var resource: __rlimit_resource_t {
            switch self {
            case .openFiles: __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
            case .coreDump: __rlimit_resource_t(RLIMIT_CORE.rawValue)
            }
        }
    #endif
}
