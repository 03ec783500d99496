import Glibc

/// Holds a data directory for one process: a lock on the file `lock` in it, let go when this is gone or the process
/// ends, however it ends.
final class DirectoryLock: Sendable {
    private let descriptor: Int32

    /// Makes the directory if it is not there (its parent must be), and takes it.
    init(directory: String) throws(StoreOpenError) {
        if mkdir(directory, 0o700) != 0, errno != EEXIST {
            throw .inaccessible(path: directory, reason: String(cString: strerror(errno)))
        }
        let path = directory + "/lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw .inaccessible(path: directory, reason: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            Glibc.close(descriptor)
            if code == EWOULDBLOCK { throw .inUse(path: directory) }
            throw .inaccessible(path: directory, reason: String(cString: strerror(code)))
        }
        self.descriptor = descriptor
    }

    /// Let go by name: a child that this process has just started holds the descriptor too, until it runs its program.
    deinit {
        flock(descriptor, LOCK_UN)
        Glibc.close(descriptor)
    }
}

/// Makes a file that only its owner can read, unless it is there: it will hold names, addresses and password hashes.
///
/// - Returns: The system's error number, or 0.
func makePrivateFile(_ path: String) -> Int32 {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return errno }
    Glibc.close(descriptor)
    return 0
}

/// Puts a directory's list of files on disk, so that a file just made is still there after a power cut.
func syncDirectory(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    Glibc.close(descriptor)
}
