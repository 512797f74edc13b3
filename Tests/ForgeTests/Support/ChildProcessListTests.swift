import Foundation
import Testing

@testable import forge

@Suite struct ChildProcessListTests {
    private func children(_ count: Int) throws -> [ChildProcess] {
        try (0..<count).map { _ in
            try ChildProcess("/bin/sleep", ["60"], input: .null, output: .null, errors: .null)
        }
    }

    @Test func everyChildIsEnded() throws {
        let list = ChildProcessList()
        let children = try children(5)
        children.forEach { list.add($0.identifier) }
        list.endAll()
        for child in children {
            let isEnded = isEnded(child)
            #expect(isEnded)
            if !isEnded { child.end() }
        }
    }

    /// Whether a child ends by the signal within five seconds.
    private func isEnded(_ child: ChildProcess) -> Bool {
        for _ in 0..<500 {
            var status: Int32 = 0
            if waitpid(child.identifier, &status, WNOHANG) == child.identifier {
                ChildProcessList.running.remove(child.identifier)
                return status & 0x7F == SIGTERM
            }
            usleep(10_000)
        }
        return false
    }

    @Test func thoseThatAreForgottenAreLeftAlone() throws {
        let list = ChildProcessList()
        let children = try children(3)
        children.forEach { list.add($0.identifier) }
        children.prefix(2).forEach { list.remove($0.identifier) }
        list.endAll()
        #expect(isEnded(children[2]))
        for child in children.prefix(2) {
            #expect(kill(child.identifier, 0) == 0)
            child.end()
        }
    }
}
