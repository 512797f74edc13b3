extension Section {
    /// Makes sure of the format that a role asks for, and of the shape.
    func expect(_ role: SectionRole, rows: Int, columns: Int) throws(ModelError) {
        let formats = role.formats
        if !formats.contains(format) {
            throw .badSection(
                key, problem: "format", needed: formats.first, available: UInt32(format.rawValue))
        }
        if self.rows != rows {
            throw .badSection(key, problem: "rows", needed: UInt32(rows), available: UInt32(self.rows))
        }
        if self.columns != columns {
            throw .badSection(
                key, problem: "columns", needed: UInt32(columns), available: UInt32(self.columns))
        }
    }

    /// Makes sure of what FORMAT.md says of the role; `headInputs` is the width that comes into a head's output.
    @inline(never)  // Long, and called in several places.
    func expect(_ role: SectionRole, of config: ModelConfig, headInputs: Int) throws(ModelError) {
        try expect(
            role, rows: config.length(role.rows, own: rows, headInputs: headInputs),
            columns: config.length(role.columns, own: columns, headInputs: headInputs))
    }
}
