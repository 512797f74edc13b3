import Foundation
import Synchronization

/// Child processes that must not outlive us: a signal that ends `forge` ends them too.
///
/// A signal handler may read the list at any time, so it takes no lock and frees nothing: an entry whose child has
/// ended waits for the next child. All of it is atomic, so threads may share it.
final class ChildProcessList: @unchecked Sendable {
    /// All children of this program.
    static let running = ChildProcessList()

    private struct Entry: ~Copyable {
        /// 0 while the entry is free.
        let child: Atomic<pid_t>
        var next: UnsafeMutablePointer<Entry>?
    }

    private let first = Atomic<UnsafeMutablePointer<Entry>?>(nil)

    /// Remembers a child.
    func add(_ child: pid_t) {
        ChildProcessList.watchSignals
        var entry = first.load(ordering: .acquiring)
        while let current = entry {
            if current.pointee.child.compareExchange(expected: 0, desired: child, ordering: .relaxed)
                .exchanged
            {
                return
            }
            entry = current.pointee.next
        }
        let added = UnsafeMutablePointer<Entry>.allocate(capacity: 1)
        added.initialize(to: Entry(child: Atomic(child), next: first.load(ordering: .acquiring)))
        while true {
            let result = first.compareExchange(
                expected: added.pointee.next, desired: added, ordering: .acquiringAndReleasing)
            if result.exchanged { return }
            added.pointee.next = result.original
        }
    }

    /// Forgets a child that has ended.
    func remove(_ child: pid_t) {
        forEach { entry in
            _ = entry.pointee.child.compareExchange(expected: child, desired: 0, ordering: .relaxed)
        }
    }

    /// Asks every child to end.
    func endAll() {
        forEach { entry in
            let child = entry.pointee.child.load(ordering: .relaxed)
            if child != 0 { kill(child, SIGTERM) }
        }
    }

    private func forEach(_ body: (UnsafeMutablePointer<Entry>) -> Void) {
        var entry = first.load(ordering: .acquiring)
        while let current = entry {
            body(current)
            entry = current.pointee.next
        }
    }

    /// Sets the handlers, once.
    private static let watchSignals: Void = {
        for number in [SIGTERM, SIGHUP, SIGINT] {
            signal(number) { number in
                ChildProcessList.running.endAll()
                _exit(128 + number)
            }
        }
    }()
}
