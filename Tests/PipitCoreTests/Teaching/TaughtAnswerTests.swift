import Foundation
import PipitKernels
import Testing

@testable import PipitCore

/// What the numpy reference (Weights/python/pipit/reference/teaching.py) makes of random rows.
private struct TeachingCase: Decodable {
    struct Answer: Decodable {
        let row: [Int8]
        let label: Int
        let score: UInt32
        let similarity: UInt32
        let unknown: Bool
    }

    let width: Int
    let rows: [[Int8]]
    let numbers: [Int]
    let mean: [UInt32]
    let weights: [[Int8]]
    let scales: [UInt32]
    let threshold: UInt32
    let answers: [Answer]
}

@Suite struct TaughtAnswerTests {
    private static func cases() throws -> [TeachingCase] {
        try Fixture.json("../teaching/answers.json", as: [TeachingCase].self)
    }

    @Test(arguments: kernelSets.keys.sorted())
    func answersAreThoseOfTheReference(kernels name: String) throws {
        var kernels = try #require(kernelSets[name])
        for example in try Self.cases() {
            let limits = TeachingLimits(labels: example.weights.count, examples: example.rows.count)
            let block = TaughtBlock(width: example.width, limits: limits, kernels: &kernels)
            for (row, number) in zip(example.rows, example.numbers) {
                #expect(throws: Never.self) { try block.teach(row, as: "label \(number)").get() }
            }
            for answer in example.answers {
                let found = block.classify(answer.row)
                #expect(found.label == answer.label)
                #expect(found.score.bitPattern == answer.score)
                #expect(found.similarity.bitPattern == answer.similarity)
                #expect(found.isUnknown == answer.unknown)
            }
            #expect(block.labels.threshold.bitPattern == example.threshold)
            let memory = block.labels.memory
            #expect((0..<example.width).map { memory.mean[$0].bitPattern } == example.mean)
            #expect((0..<block.labels.count).map { memory.scales[$0].bitPattern } == example.scales)
            let learned = UnsafeBufferPointer(
                start: memory.learning, count: example.weights.count * example.width)
            #expect(learned.allSatisfy { $0.isFinite })
            let weights = UnsafeBufferPointer(
                start: memory.weights, count: example.weights.count * example.width)
            #expect(Array(weights) == example.weights.flatMap { $0 })
        }
    }

    @Test func whatWasForgottenLeavesNoTrace() throws {
        let example = try #require(try Self.cases().first { $0.weights.count == 4 })
        let limits = TeachingLimits(labels: 5, examples: example.rows.count + 2)
        let never = TaughtBlock(width: example.width, limits: limits)
        let forgotten = TaughtBlock(width: example.width, limits: limits)
        forgotten.teach(example.rows[0], as: "gone")
        for (row, number) in zip(example.rows, example.numbers) {
            never.teach(row, as: "label \(number)")
            forgotten.teach(row, as: "label \(number)")
            forgotten.teach(example.rows[1], as: "gone")
            _ = forgotten.classify(row)
        }
        #expect(forgotten.forget("gone") == .success(2))
        #expect(forgotten.state == never.state)
        for answer in example.answers {
            let (a, b) = (forgotten.classify(answer.row), never.classify(answer.row))
            #expect(a.label == b.label && a.similarity == b.similarity && a.score == b.score)
        }
    }
}
