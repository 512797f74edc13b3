import Testing

@testable import PipitCore

@Suite struct TaskListTests {
    private func text(_ string: StaticString) -> String { String(decoding: string.bytes, as: UTF8.self) }

    /// Where several rows take heads of a kind, one without a name takes the rest, so the rows may stand in any order.
    @Test func theOrderOfRowsDecidesNothing() {
        let rows = TaskList.all.rows
        var names: [String: Int] = [:]
        for row in rows.indices {
            names["\(text(rows[row].name)) \(rows[row].headKind.debugDescription)", default: 0] += 1
        }
        #expect(names.values.allSatisfy { $0 == 1 })
        for row in rows.indices {
            guard let kind = rows[row].headKind else { continue }
            let others = rows.indices.filter { rows[$0].headKind == kind }
            #expect(others.count == 1 || others.contains { text(rows[$0].name).isEmpty }, "\(kind)")
        }
    }

    @Test func everyRowSaysWhatItAnswers() {
        let rows = TaskList.all.rows
        for row in rows.indices {
            #expect(!text(rows[row].summary).isEmpty)
            // What stands in brackets may be left out.
            let parameters = text(rows[row].parameters)
            #expect((parameters.isEmpty || parameters.hasPrefix(" [")) == (rows[row].texts == .none))
        }
    }
}
