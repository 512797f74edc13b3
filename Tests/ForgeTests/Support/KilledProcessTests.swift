import Foundation
import Testing

@testable import forge

/// The program itself, killed while it writes: a file that it replaces is the old one or the new one.
@Suite struct KilledProcessTests {
    private static let trials = 24

    /// The program that was built beside these tests.
    private func program() throws -> String {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let path = (tests as NSString).deletingLastPathComponent + "/forge"
        return try #require(Files.exists(path) ? path : nil, "\(path) is not built")
    }

    @Test func leavesOldOrNew() throws {
        let forge = try program()
        try inTemporaryFolder { folder in
            let output = folder + "/m"
            let arguments = ["import", TinyBERT.folder, "-o", output]
            let start = Date()
            #expect(try ProcessRunner.run(forge, arguments, title: "testing").status == 0)
            let seconds = Date().timeIntervalSince(start)
            let new = try Files.read(output)
            let old = Array("old".utf8)
            var numbers = SystemRandomNumberGenerator()
            for _ in 0..<Self.trials {
                try Files.write(old, to: output)
                let child = try ChildProcess(forge, arguments, input: .null, output: .null, errors: .null)
                usleep(UInt32(Double.random(in: 0...1.2, using: &numbers) * seconds * 1e6))
                kill(child.identifier, SIGKILL)
                var status: Int32 = 0
                waitpid(child.identifier, &status, 0)
                let found = try Files.read(output)
                #expect(found == old || found == new, "\(found.count) bytes")
            }
        }
    }
}
