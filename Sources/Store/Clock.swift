import Glibc
public import Workspace

extension Timestamp {
    /// What the machine's clock shows. The domain itself never asks: the time is given to it.
    public static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
