/// What a session tells of the process that it runs in; what is nil here is left out of the replies.
public struct ProcessFacts {
    /// A clock that never goes back, in nanoseconds.
    public typealias Clock = @convention(c) () -> UInt64
    /// The most memory that the process has touched so far, in bytes; 0 where that is not known.
    public typealias PeakBytes = @convention(c) () -> UInt32

    /// What times are taken from.
    public let clock: Clock?
    /// The peak of the memory: it differs between boards, as times do.
    public let peakBytes: PeakBytes?
    /// How often the program was started again, by the count of whoever does that.
    public let restarts: UInt32?

    /// What is known of a process.
    public init(clock: Clock? = nil, peakBytes: PeakBytes? = nil, restarts: UInt32? = nil) {
        self.clock = clock
        self.peakBytes = peakBytes
        self.restarts = restarts
    }
}
