/// Makes sure that the sections the config asks for are there, in the right format and shape, and counts them.
struct NetworkSections {
    let table: SectionTable
    let config: ModelConfig
    /// Sections accounted for so far; at the end a file may not have others.
    private(set) var seen = 0

    init(_ table: SectionTable, _ config: ModelConfig) {
        self.table = table
        self.config = config
    }

    mutating func check() throws(ModelError) {
        for number in SectionRole.networkNumbers {
            guard let role = SectionRole(rawValue: number), config.hasSection(role) else { continue }
            for index in 0..<(role.index == .layer ? config.layers &+ config.maskLayers : 1) {
                try table.require(role, index).expect(role, of: config, headInputs: 0)
                seen &+= 1
            }
        }
    }
}
