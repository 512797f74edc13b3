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
        try checkEmbedding()
        for layer in 0..<config.layers {
            switch config.blockKind {
            case .embBERT: try checkEmbBERTBlock(layer)
            case .bert: try checkBERTBlock(layer)
            }
        }
        if config.hasFinalNorm { try expectFloats(.finalNorm, rows: 1) }
    }

    private mutating func checkEmbedding() throws(ModelError) {
        let width = config.width
        try take(.tokenTable).expectTable(rows: config.vocabularySize, columns: config.tokenRank)
        if config.tokenRank != width {
            try take(.tokenProjection).expect(.linear8, rows: width, columns: config.tokenRank)
        }
        if config.positionRank != 0 {
            try take(.positionTable).expect(.table8, rows: config.maxTokens, columns: config.positionRank)
            if config.positionRank != width {
                try take(.positionProjection).expect(.linear8, rows: width, columns: config.positionRank)
            }
        }
        if config.segments != 0 { try expectFloats(.segmentTable, rows: config.segments) }
        if config.blockKind == .bert { try expectFloats(.embeddingNorm, rows: 2) }
    }

    private mutating func checkEmbBERTBlock(_ layer: Int) throws(ModelError) {
        let width = config.width
        try expectFloats(.norm, layer, rows: 1)
        try expectLinear(.query, layer, width, width)
        try expectLinear(.attentionOutput, layer, width, width)
        try take(.convolution, layer).expect(.depthwise8, rows: config.kernel, columns: width)
        try expectLinear(.convolutionOutput, layer, width, width)
    }

    private mutating func checkBERTBlock(_ layer: Int) throws(ModelError) {
        let width = config.width
        try expectLinear(.bertQuery, layer, width, width)
        try expectLinear(.bertKey, layer, width, width)
        try expectLinear(.bertValue, layer, width, width)
        try expectLinear(.bertAttentionOutput, layer, width, width)
        try expectFloats(.bertAttentionNorm, layer, rows: 2)
        try expectLinear(.feedForwardIn, layer, config.feedForward, width)
        try expectLinear(.feedForwardOut, layer, width, config.feedForward)
        try expectFloats(.feedForwardNorm, layer, rows: 2)
    }

    private mutating func take(_ role: SectionRole, _ index: Int = 0) throws(ModelError) -> Section {
        let section = try table.require(role, index)
        seen &+= 1
        return section
    }

    private mutating func expectFloats(_ role: SectionRole, _ index: Int = 0, rows: Int) throws(ModelError) {
        seen &+= 1
        guard try table.hasFloats(role, index, rows: rows, columns: config.width) else {
            throw .missingSection(SectionKey(role, index))
        }
    }

    private mutating func expectLinear(
        _ role: SectionRole, _ layer: Int, _ rows: Int, _ columns: Int
    ) throws(ModelError) {
        try take(role, layer).expectLinear(rows: rows, columns: columns)
    }
}
