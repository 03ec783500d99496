import CEpoll
import Glibc
import Synchronization

/// One thread that waits for sockets by epoll and runs everything that belongs to them.
///
/// A turn: wait, handle ready sockets, run work from other threads, run timers, then send what the turn wrote, one
/// system call a connection. Connections and the rooms they open live on one loop, so an edit is read and fanned out
/// without a lock or a hop. An actor whose `unownedExecutor` is a loop runs here too, and code on the loop may enter
/// it by `assumeIsolated`.
///
/// Direct epoll because it was measured: Dispatch sources cost 1.35 to 2.4 times as much CPU per message.
public final class EventLoop: SerialExecutor, @unchecked Sendable {
    // Sendable because all but `incoming` is touched on the loop's own thread alone, which `preconditionOnLoop` checks
    // at the doors, or before the thread starts.

    /// What other threads have asked for since the last turn.
    private struct Incoming {
        var work: [Work] = []
        /// Whether the loop will look without being woken.
        var isAwake = false
        var hasStopped = false
    }

    private enum Work {
        case closure(@Sendable () -> Void)
        case job(UnownedJob)
    }

    /// Bytes that one read can bring. Also what one connection may do before the others have their turn.
    private static let receiveByteCount = 256 * 1024
    /// Bytes that are gathered for one write.
    static let sendByteCount = 64 * 1024
    private static let eventCount = 256
    /// Connections look at their time limits this often, so a limit holds to the second.
    private static let tickMilliseconds: Int64 = 1_000

    private let epoll: Int32
    private let wakeup: Wakeup
    private let incoming = Mutex(Incoming())
    private let name: String
    private let turns: Histogram?
    private let threadID = Atomic<UInt>(0)

    // What the thread alone touches is not checked for exclusive access: no access outlasts one call of the value, and
    // none of those calls comes back here. The checks were a tenth of what a delivery costs.
    @exclusivity(unchecked) private var timers = TimerQueue()
    private var nextTick: Int64 = 0
    private var isStopping = false

    /// Connections that have something to send at the end of this turn. Held alive by ``connections``, and taken out
    /// when they leave those.
    @exclusivity(unchecked) private var unflushed: ContiguousArray<Unmanaged<Connection>> = []
    /// Those that are being gone through; ``retired`` holds the ones that end meanwhile.
    @exclusivity(unchecked) private var flushing: ContiguousArray<Unmanaged<Connection>> = []
    /// What must not happen in the middle of something else.
    @exclusivity(unchecked) private var deferred: [() -> Void] = []
    /// Objects that epoll may still name in this turn although they are closed.
    @exclusivity(unchecked) private var retired: ContiguousArray<Pollable> = []
    @exclusivity(unchecked) private(set) var connections = ConnectionList()

    /// What the kernel's clock showed when this turn began, in milliseconds; it never goes back.
    public private(set) var now = monotonicMilliseconds()

    /// Shared by all connections of the loop: what was read lies here until its handler returns.
    let receiveBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: receiveByteCount, alignment: 64)
    let sendBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: sendByteCount, alignment: 64)
    /// The value of the Date field, made once a second.
    let date = HTTPDate()

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - name: Shown by tools that list threads; at most 15 bytes.
    ///   - turns: Told how long each turn took.
    public init(name: String = "loop", turns: Histogram? = nil) throws(ServerError) {
        self.name = name
        self.turns = turns
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { throw .system(call: "epoll_create1", errno: errno) }
        let event = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard event >= 0 else {
            let code = errno
            close(epoll)
            throw .system(call: "eventfd", errno: code)
        }
        wakeup = Wakeup(descriptor: event)
        add(wakeup, events: EPOLLIN.rawValue)
        try startThread()
    }

    deinit {
        close(epoll)
        close(wakeup.descriptor)
        receiveBuffer.deallocate()
        sendBuffer.deallocate()
    }

    // MARK: Work from anywhere

    /// Whether the caller runs on this loop's thread.
    public var isOnLoop: Bool { threadID.load(ordering: .relaxed) == UInt(pthread_self()) }

    /// Runs `body` on the loop, in the order of the calls from one thread. From the loop itself: in its next turn.
    ///
    /// After ``stop()`` it is dropped.
    public func execute(_ body: @escaping @Sendable () -> Void) {
        submit(.closure(body))
    }

    public func enqueue(_ job: consuming ExecutorJob) {
        submit(.job(UnownedJob(job)))
    }

    public func checkIsolated() {
        preconditionOnLoop()
    }

    public func isIsolatingCurrentContext() -> Bool? { isOnLoop }

    /// Ends the thread after the current turn. Its connections must be closed.
    public func stop() {
        execute { self.isStopping = true }
    }

    private func submit(_ work: Work) {
        let (hasStopped, mustWake) = incoming.withLock { incoming in
            if incoming.hasStopped { return (true, false) }
            incoming.work.append(work)
            let mustWake = !incoming.isAwake
            incoming.isAwake = true
            return (false, mustWake)
        }
        // A dropped job would leave its task waiting for ever; after the end there is nobody it could race with.
        if hasStopped, case .job(let job) = work { job.runSynchronously(on: asUnownedSerialExecutor()) }
        if mustWake { wakeup.signal() }
    }

    // MARK: On the loop

    /// Runs `body` on the loop after at least `milliseconds`, unless it is cancelled first. Call on the loop.
    @discardableResult
    public func schedule(afterMilliseconds milliseconds: Int64, _ body: @escaping () -> Void) -> LoopTimer {
        preconditionOnLoop()
        let timer = LoopTimer(deadline: monotonicMilliseconds() + milliseconds, body: body)
        timers.insert(timer)
        return timer
    }

    /// Runs `body` when all that is under way in this turn is done.
    func afterTurn(_ body: @escaping () -> Void) {
        deferred.append(body)
    }

    func preconditionOnLoop() {
        precondition(isOnLoop, "called off the event loop \(name)")
    }

    func add(_ object: Pollable, events: UInt32) {
        control(EPOLL_CTL_ADD, object, events)
    }

    func modify(_ object: Pollable, events: UInt32) {
        control(EPOLL_CTL_MOD, object, events)
    }

    /// Stops watching `object`, and keeps it alive for the events of this turn that may still name it.
    func remove(_ object: Pollable) {
        retired.append(object)
        control(EPOLL_CTL_DEL, object, 0)
    }

    func add(_ connection: Connection, events: UInt32) {
        connections.insert(connection)
        add(connection as Pollable, events: events)
    }

    func remove(_ connection: Connection) {
        // First of all, for the list may hold the only reference.
        remove(connection as Pollable)
        connections.remove(connection)
        // It may be gone before the turn is, or belong to another loop.
        guard connection.isScheduled else { return }
        let address = Unmanaged.passUnretained(connection).toOpaque()
        unflushed.removeAll { $0.toOpaque() == address }
    }

    /// Sends what `connection` has queued when the turn ends.
    @inline(__always)
    func flushAtEndOfTurn(_ connection: Connection) {
        unflushed.append(Unmanaged.passUnretained(connection))
    }

    private func control(_ operation: Int32, _ object: Pollable, _ events: UInt32) {
        var event = epoll_event(
            events: events, data: epoll_data(ptr: Unmanaged.passUnretained(object).toOpaque()))
        let result = epoll_ctl(epoll, operation, object.descriptor, &event)
        precondition(result == 0, "epoll_ctl \(operation) on \(object.descriptor): errno \(errno)")
    }

    // MARK: The thread

    private func startThread() throws(ServerError) {
        var thread = pthread_t()
        let argument = Unmanaged.passRetained(self)
        let result = pthread_create(
            &thread, nil,
            { argument in
                Unmanaged<EventLoop>.fromOpaque(argument!).takeRetainedValue().run()
                return nil
            }, argument.toOpaque())
        guard result == 0 else {
            argument.release()
            throw .system(call: "pthread_create", errno: result)
        }
        _ = name.withCString { pthread_setname_np(thread, $0) }
        pthread_detach(thread)
    }

    private func run() {
        threadID.store(UInt(pthread_self()), ordering: .relaxed)
        var events = [epoll_event](repeating: epoll_event(), count: Self.eventCount)
        while !isStopping {
            let count = epoll_wait(epoll, &events, Int32(Self.eventCount), waitMilliseconds())
            let beginning = monotonicNanoseconds()
            now = beginning / 1_000_000
            for index in 0..<Int(max(count, 0)) {
                let object = Unmanaged<Pollable>.fromOpaque(events[index].data.ptr!)
                object._withUnsafeGuaranteedRef { if !$0.isRetired { $0.ready(events[index].events) } }
            }
            runIncoming()
            runTimers()
            flush()
            retired.removeAll(keepingCapacity: true)
            turns?.record(seconds: Double(monotonicNanoseconds() - beginning) / 1e9)
        }
        let rest = incoming.withLock { incoming in
            incoming.hasStopped = true
            return incoming.work
        }
        run(rest)
        flush()
    }

    /// 0 if work waits, otherwise the time to the next timer or tick; -1, for ever, if there is nothing to time.
    private func waitMilliseconds() -> Int32 {
        let isAwake = incoming.withLock { incoming in
            incoming.isAwake = !incoming.work.isEmpty
            return incoming.isAwake
        }
        if isAwake { return 0 }
        var next = timers.nextDeadline
        if !connections.isEmpty { next = min(next ?? nextTick, nextTick) }
        guard let next else { return -1 }
        return Int32(clamping: max(0, next - monotonicMilliseconds()))
    }

    private func runIncoming() {
        let work = incoming.withLock { incoming in
            incoming.isAwake = true
            defer { incoming.work = [] }
            return incoming.work
        }
        run(work)
    }

    private func run(_ work: [Work]) {
        for item in work {
            switch item {
            case .closure(let body): body()
            case .job(let job): job.runSynchronously(on: asUnownedSerialExecutor())
            }
        }
    }

    private func runTimers() {
        while let timer = timers.popDue(at: now) { timer.fire() }
        guard now >= nextTick else { return }
        nextTick = now + Self.tickMilliseconds
        date.update()
        for connection in connections.all { connection.tick() }
    }

    /// Sends what the turn wrote, and does what was put off; that may write again.
    private func flush() {
        while !unflushed.isEmpty || !deferred.isEmpty {
            swap(&unflushed, &flushing)
            // By their places, for a second reference to the array would make it anew each turn.
            for place in flushing.indices { flushing[place]._withUnsafeGuaranteedRef { $0.flush() } }
            flushing.removeAll(keepingCapacity: true)
            if deferred.isEmpty { continue }
            let work = deferred
            deferred.removeAll(keepingCapacity: true)
            for body in work { body() }
        }
    }
}

/// Something that epoll can name: it hands back the address of this object, so nothing is looked up.
class Pollable {
    final let descriptor: Int32
    /// Set when closed: events of the same turn that still name the object are ignored.
    final var isRetired = false

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// - Parameter events: EPOLLIN, EPOLLOUT, EPOLLERR, EPOLLHUP together.
    func ready(_ events: UInt32) {
        preconditionFailure("an abstract method was called")
    }
}

/// Ends a wait from another thread.
private final class Wakeup: Pollable {
    func signal() {
        var one: UInt64 = 1
        _ = write(descriptor, &one, 8)
    }

    override func ready(_ events: UInt32) {
        var count: UInt64 = 0
        _ = read(descriptor, &count, 8)
    }
}

/// Time that only goes forward, from an unknown beginning.
func monotonicNanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

func monotonicMilliseconds() -> Int64 { monotonicNanoseconds() / 1_000_000 }
