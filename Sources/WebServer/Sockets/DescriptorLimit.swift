import Glibc

/// Lets the process have as many files and sockets open as `count`, if its hard limit does: the usual soft limit of
/// 1,024 is below the number of connections that the server is meant for.
func raiseDescriptorLimit(to count: Int) {
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0, limit.rlim_cur < rlim_t(count) else { return }
    limit.rlim_cur = min(rlim_t(count), limit.rlim_max)
    setrlimit(resource, &limit)
}
