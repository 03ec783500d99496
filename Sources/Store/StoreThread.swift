import Glibc

/// One thread that does everything that may wait for the disk, so that no event loop and none of the threads that
/// tasks share ever does.
///
/// It is the executor of ``StoreWorker``. Its loop ends when the worker is gone.
final class StoreThread: SerialExecutor, @unchecked Sendable {
    // Unchecked, because the queue is guarded by `mutex` and everything else is set once, before the thread starts.

    private enum Work {
        case job(UnownedJob)
        case block(@Sendable () -> Void)
        case end
    }

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var queue: [Work] = []
    private var pause: (milliseconds: Int64, block: @Sendable () -> Void)?
    private let started = UnsafeMutablePointer<pthread_t>.allocate(capacity: 1)

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(wake, nil)
        // The new thread holds its object until its loop ends.
        let code = pthread_create(
            started, nil,
            { argument in
                let thread = Unmanaged<StoreThread>.fromOpaque(argument!).takeRetainedValue()
                thread.loop()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        precondition(code == 0, "no thread for the store: error \(code)")
        pthread_detach(started.pointee)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        pthread_cond_destroy(wake)
        mutex.deallocate()
        wake.deallocate()
        started.deallocate()
    }

    func enqueue(_ job: consuming ExecutorJob) { append(.job(UnownedJob(job))) }

    /// Runs a block on the thread, after everything that was asked for before.
    func perform(_ block: @escaping @Sendable () -> Void) { append(.block(block)) }

    /// Runs a block each time that nothing has been asked for during some milliseconds after the last work.
    func whenQuiet(forMilliseconds milliseconds: Int64, _ block: @escaping @Sendable () -> Void) {
        pthread_mutex_lock(mutex)
        pause = (milliseconds, block)
        pthread_mutex_unlock(mutex)
    }

    /// Ends the loop after everything that was asked for before.
    func end() { append(.end) }

    func checkIsolated() {
        precondition(pthread_equal(pthread_self(), started.pointee) != 0, "not on the store's thread")
    }

    private func append(_ work: Work) {
        pthread_mutex_lock(mutex)
        queue.append(work)
        pthread_cond_signal(wake)
        pthread_mutex_unlock(mutex)
    }

    private func loop() {
        var hasWorked = false
        while true {
            pthread_mutex_lock(mutex)
            while queue.isEmpty {
                guard hasWorked, let pause else {
                    pthread_cond_wait(wake, mutex)
                    continue
                }
                guard isQuiet(forMilliseconds: pause.milliseconds) else { continue }
                hasWorked = false
                pthread_mutex_unlock(mutex)
                pause.block()
                pthread_mutex_lock(mutex)
            }
            hasWorked = true
            let works = queue
            queue.removeAll(keepingCapacity: true)
            pthread_mutex_unlock(mutex)
            for work in works {
                switch work {
                case .job(let job): job.runSynchronously(on: asUnownedSerialExecutor())
                case .block(let block): block()
                case .end: return
                }
            }
        }
    }

    /// Waits, with the mutex held, until something is asked for or the time is over; whether it was the latter.
    ///
    /// A clock set back makes the wait longer, which costs nothing but a later checkpoint.
    private func isQuiet(forMilliseconds milliseconds: Int64) -> Bool {
        var end = timespec()
        clock_gettime(CLOCK_REALTIME, &end)
        let nanoseconds = Int64(end.tv_nsec) + milliseconds % 1_000 * 1_000_000
        end.tv_sec += Int(milliseconds / 1_000 + nanoseconds / 1_000_000_000)
        end.tv_nsec = Int(nanoseconds % 1_000_000_000)
        return pthread_cond_timedwait(wake, mutex, &end) == ETIMEDOUT && queue.isEmpty
    }
}
