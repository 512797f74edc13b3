import Foundation
import PipitKernels
import Testing

@testable import PipitCore

/// What the numpy reference (Weights/python/pipit/reference/teaching.py) makes of random rows and words.
private struct TeachingCase: Decodable {
    struct Answer: Decodable {
        let row: [Int8]
        let text: String
        let label: Int
        let score: UInt32
        let similarity: UInt32
        let unknown: Bool
    }

    let width: Int
    /// A general section; empty for none.
    let general: Data
    let rows: [[Int8]]
    let texts: [String]
    let numbers: [Int]
    let weights: [[Int8]]
    let scales: [UInt32]
    let word_scales: [UInt32]
    let general_scores: [UInt32]
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
            let block = TaughtBlock(
                width: example.width, limits: limits, general: Array(example.general), kernels: &kernels)
            for index in example.rows.indices {
                #expect(throws: Never.self) {
                    try block.teach(
                        example.rows[index], of: example.texts[index],
                        as: "label \(example.numbers[index])"
                    ).get()
                }
            }
            for answer in example.answers {
                let found = block.classify(answer.row, of: answer.text)
                #expect(found.label == answer.label)
                #expect(found.score.bitPattern == answer.score)
                #expect(found.similarity.bitPattern == answer.similarity)
                #expect(found.isUnknown == answer.unknown)
            }
            #expect(block.labels.threshold.bitPattern == example.threshold)
            let memory = block.labels.memory
            #expect(
                example.word_scales.indices.map { memory.wordScales[$0].bitPattern } == example.word_scales)
            #expect(
                example.rows.indices.map { memory.generalScores[$0].bitPattern } == example.general_scores)
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
        let general = Array(example.general)
        let never = TaughtBlock(width: example.width, limits: limits, general: general)
        let forgotten = TaughtBlock(width: example.width, limits: limits, general: general)
        forgotten.teach(example.rows[0], as: "gone")
        for index in example.rows.indices {
            let (row, text, label) = (example.rows[index], example.texts[index], "\(example.numbers[index])")
            never.teach(row, of: text, as: label)
            forgotten.teach(row, of: text, as: label)
            forgotten.teach(example.rows[1], as: "gone")
            _ = forgotten.classify(row)
        }
        #expect(forgotten.forget("gone") == .success(2))
        #expect(forgotten.state == never.state)
        for answer in example.answers {
            let a = forgotten.classify(answer.row, of: answer.text)
            let b = never.classify(answer.row, of: answer.text)
            #expect(a.label == b.label && a.similarity == b.similarity && a.score == b.score)
            #expect(a.isUnknown == b.isUnknown)
        }
    }
}
