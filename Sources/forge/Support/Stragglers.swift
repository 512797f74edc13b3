import Foundation

/// Children that must not outlive us: a signal that ends `forge` ends them too.
enum Stragglers {
    // Read by a signal handler, so plain words at a fixed place; only the main thread writes them.
    private nonisolated(unsafe) static var first: pid_t = 0
    private nonisolated(unsafe) static var second: pid_t = 0
    private nonisolated(unsafe) static var isWatching = false

    /// Remembers a child.
    static func add(_ child: pid_t) {
        watch()
        if first == 0 { first = child } else { second = child }
    }

    /// Forgets a child that has ended.
    static func remove(_ child: pid_t) {
        if first == child { first = 0 }
        if second == child { second = 0 }
    }

    private static func watch() {
        guard !isWatching else { return }
        isWatching = true
        for number in [SIGTERM, SIGHUP, SIGINT] {
            signal(number) { number in
                if Stragglers.first != 0 { kill(Stragglers.first, SIGTERM) }
                if Stragglers.second != 0 { kill(Stragglers.second, SIGTERM) }
                _exit(128 + number)
            }
        }
    }
}
