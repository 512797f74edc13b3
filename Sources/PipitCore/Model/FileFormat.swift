// Generated from format.json by Weights/python/generate_format.py: change that file, and run the generator.

/// The numbers of the file format that belong to no single field.
package enum FileFormat {
    /// The version that the header names.
    package static var version: UInt32 { 2 }
    /// The first eight bytes of a file, the lowest first.
    package static var magic: UInt64 { 0x1A0A_0D54_4950_4950 }
    /// Bytes of a file: 64 MiB.
    package static var maximumFileBytes: Int { 67_108_864 }
    /// Sections of a file.
    package static var maximumSections: Int { 1024 }
    /// `maximumSections` in the words of an error.
    static var maximumSectionsRule: Literal { "sectionCount, 1 to 1024" }
    /// A section starts at a multiple of as many bytes, in the file and in memory.
    package static var sectionAlignment: Int { 16 }
    /// Scales end at a multiple of as many bytes: zero bytes follow them up to it.
    package static var scaleAlignment: Int { 4 }
    /// Elements of a section: at two a byte, the largest file.
    package static var maximumElements: Int { 134_217_728 }
    /// Magnitude of a float, 2^20; no scale is negative, and every float is finite.
    package static var maximumFloat: Float { 1048576.0 }
    /// Magnitude of an s8: paired 16-bit sums rely on it.
    package static var maximumInt8: Int { 127 }
    /// Magnitude of an s4.
    package static var maximumInt4: Int { 7 }
    /// A linear4 section has groups of a multiple of as many columns.
    package static var groupMultiple: Int { 16 }
    /// `groupMultiple` in the words of an error.
    static var groupMultipleRule: Literal { "group, a multiple of 16" }
    /// Rows of a block of layout 1.
    package static var blockRows: Int { 16 }
    /// Columns that lie together in a block of layout 1.
    package static var blockColumns: Int { 4 }
    /// Bytes of the codebook of a coded2 section, one row of it for each byte that is a code.
    package static var codebookBytes: Int { 1024 }
    /// Columns that a code stands for, and of the codebook.
    package static var codeColumns: Int { 4 }
    /// Bytes of the info section.
    package static var maximumInfoBytes: Int { 4096 }
    /// Bytes of slot lists.
    package static var maximumListBytes: Int { 65_536 }
    /// Rows of a head transform: an int8 sum over as many columns is exact in int32.
    package static var maximumHeadInputs: Int { 4096 }
    /// Outputs of a head that makes a vector.
    package static var maximumVectorOutputs: Int { 4096 }
    /// Labels of a head with tag transitions: its features number two outputs more by a byte.
    package static var maximumPathLabels: Int { 253 }
    /// Segments with one for a piece of the second text that stands in the first.
    package static var segmentsWithMatches: Int { 4 }
    /// Segments with four more for a piece that starts with a capital.
    package static var segmentsWithCapitals: Int { 8 }
}

extension VocabularyField {
    /// Entries of a block, whose first shares nothing.
    package static var entriesInBlock: Int { 16 }
    /// Bytes of an entry, at least 1.
    package static var maximumEntryBytes: Int { 100 }
    /// `maximumEntryBytes` in the words of an error.
    static var maximumEntryBytesRule: Literal { "bytes of the entry, 1 to 100" }
    /// Bytes that an entry shares with the one before it.
    package static var maximumSharedBytes: Int { 15 }
    /// A rest of as many bytes or more has its count in a byte of its own.
    package static var longRest: Int { 15 }
}

/// A field of the file's header; its raw value is its offset.
package enum HeaderField: Int, FileField, CaseIterable {
    /// `magic`, u8[8].
    case magic = 0
    /// `version`, u32.
    case version = 8
    /// `fileBytes`, u32.
    case fileBytes = 12
    /// `sectionCount`, u32.
    case sectionCount = 16
    /// `tableCRC`, u32.
    case tableCRC = 20
    /// `reserved`, u8[40].
    case reserved = 24

    /// Bytes of all fields together.
    package static var byteCount: Int { 64 }
}

/// A field of a section table's entry; its raw value is its offset.
package enum EntryField: Int, FileField, CaseIterable {
    /// `role`, u16.
    case role = 0
    /// `index`, u16.
    case index = 2
    /// `format`, u16.
    case format = 4
    /// `layout`, u16.
    case layout = 6
    /// `rows`, u32.
    case rows = 8
    /// `columns`, u32.
    case columns = 12
    /// `offset`, u32.
    case offset = 16
    /// `bytes`, u32.
    case bytes = 20
    /// `crc`, u32.
    case crc = 24
    /// `group`, u32.
    case group = 28

    /// Bytes of all fields together.
    package static var byteCount: Int { 32 }
}

/// A field in front of the vocabulary's blocks; its raw value is its offset.
package enum VocabularyField: Int, FileField, CaseIterable {
    /// `specials`, u32.
    case specials = 0
    /// `words`, u32.
    case words = 4
    /// `continuations`, u32.
    case continuations = 8
    /// `entryBytes`, u32.
    case entryBytes = 12

    /// Bytes of all fields together.
    package static var byteCount: Int { 16 }
}

/// A field of the config section; its raw value is its offset.
package enum ConfigField: Int, FileField, CaseIterable {
    /// `blockKind`, u32.
    case blockKind = 0
    /// `vocabularySize` (V), u32.
    case vocabularySize = 4
    /// `maxTokens` (n), u32.
    case maxTokens = 8
    /// `width` (d), u32.
    case width = 12
    /// `tokenRank` (r), u32.
    case tokenRank = 16
    /// `positionRank` (p), u32.
    case positionRank = 20
    /// `segments`, u32.
    case segments = 24
    /// `layers` (L), u32.
    case layers = 28
    /// `attentionHeads` (H), u32.
    case attentionHeads = 32
    /// `kernelSize` (k), u32.
    case kernelSize = 36
    /// `flags`, u32.
    case flags = 40
    /// `pooling`, u32.
    case pooling = 44
    /// `feedForward` (f), u32.
    case feedForward = 48
    /// `activation`, u32.
    case activation = 52
    /// `normEpsilon`, f32.
    case normEpsilon = 56
    /// `padId`, u32.
    case padId = 60
    /// `unknownId`, u32.
    case unknownId = 64
    /// `clsId`, u32.
    case clsId = 68
    /// `maskId`, u32.
    case maskId = 72
    /// `sepId`, u32.
    case sepId = 76
    /// `maskLayers` (m), u32.
    case maskLayers = 80
    /// `reserved`, u8[44].
    case reserved = 84

    /// Bytes of all fields together.
    package static var byteCount: Int { 128 }
}

/// A field of a head record; its raw value is its offset.
package enum HeadField: Int, FileField, CaseIterable {
    /// `kind`, u32.
    case kind = 0
    /// `labels`, u32.
    case labels = 4
    /// `outputs`, u32.
    case outputs = 8
    /// `activation`, u32.
    case activation = 12
    /// `pooling`, u32.
    case pooling = 16
    /// `threshold`, f32.
    case threshold = 20
    /// `flags`, u32.
    case flags = 24
    /// `lengthCost`, f32.
    case lengthCost = 28
    /// `name`, u8[32].
    case name = 32

    /// Bytes of all fields together.
    package static var byteCount: Int { 64 }
}

extension ConfigField {
    /// The name that errors give, which is that of FORMAT.md.
    var name: Literal {
        switch self {
        case .blockKind: "blockKind"
        case .vocabularySize: "vocabularySize"
        case .maxTokens: "maxTokens"
        case .width: "width"
        case .tokenRank: "tokenRank"
        case .positionRank: "positionRank"
        case .segments: "segments"
        case .layers: "layers"
        case .attentionHeads: "attentionHeads"
        case .kernelSize: "kernelSize"
        case .flags: "flags"
        case .pooling: "pooling"
        case .feedForward: "feedForward"
        case .activation: "activation"
        case .normEpsilon: "normEpsilon, as bits"
        case .padId: "padId"
        case .unknownId: "unknownId"
        case .clsId: "clsId"
        case .maskId: "maskId"
        case .sepId: "sepId"
        case .maskLayers: "maskLayers"
        default: "reserved bytes"
        }
    }

    /// The minimum that a network of this kind may have; of a float its bits.
    package func minimum(_ kind: ModelConfig.BlockKind) -> UInt32 {
        switch self {
        case .blockKind, .tokenRank, .attentionHeads: 1
        case .vocabularySize: 6
        case .maxTokens: 8
        case .width: 16
        case .kernelSize: kind == .bert ? 0 : 1
        case .feedForward: kind == .bert ? 16 : 0
        case .activation: kind == .bert ? 1 : 0
        case .normEpsilon: 730_643_660
        default: 0
        }
    }

    /// The maximum that a network of this kind may have; of a float its bits.
    package func maximum(_ kind: ModelConfig.BlockKind) -> UInt32 {
        switch self {
        case .blockKind: 2
        case .vocabularySize: 65_535
        case .maxTokens: 512
        case .width, .tokenRank, .positionRank: 1024
        case .segments: 4
        case .layers: 24
        case .attentionHeads: 16
        case .kernelSize: kind == .bert ? 0 : 255
        case .flags: kind == .bert ? 0 : 7
        case .pooling: 1
        case .feedForward: kind == .bert ? 4096 : 0
        case .activation: kind == .bert ? 3 : 0
        case .normEpsilon: 1_008_981_770
        case .padId, .unknownId, .clsId, .maskId, .sepId: 65_534
        case .maskLayers: kind == .bert ? 0 : 24
        default: 0
        }
    }

    /// `width` is a multiple of this.
    package static var widthMultiple: Int { 16 }
    /// `widthMultiple` in the words of an error.
    static var widthRule: Literal { "width, a multiple of 16" }
}

extension HeadField {
    /// The name that errors give, with what is allowed.
    var name: Literal {
        switch self {
        case .kind: "kind, 1 to 8"
        case .labels: "labels, 0 to 4096"
        case .outputs: "outputs"
        case .activation: "activation, 0 to 4"
        case .pooling: "pooling, 0 to 2"
        case .threshold: "threshold, 0 to 1, as bits"
        case .flags: "flags, 0 to 16"
        case .lengthCost: "lengthCost, 0 to 16, as bits"
        case .name: "name"
        }
    }

    /// The minimum that the field may have; of a float its bits.
    package var minimum: UInt32 {
        switch self {
        case .kind: 1
        default: 0
        }
    }

    /// The maximum that the field may have; of a float its bits.
    package var maximum: UInt32 {
        switch self {
        case .kind: 8
        case .labels: 4096
        case .activation: 4
        case .pooling: 2
        case .threshold: 1_065_353_216
        case .flags: 16
        case .lengthCost: 1_098_907_648
        default: 0
        }
    }

    /// Bytes of the longest name.
    package static var maximumNameBytes: Int { 32 }
}

/// How the bytes of a section are to be read.
package enum SectionFormat: UInt16, CaseIterable {
    /// `bytes`: u8 [rows, columns].
    case bytes = 0
    /// `float32`: f32 [rows, columns].
    case float32 = 1
    /// `linear8`: f32 scale [rows], f32 bias [rows], s8 weight [rows, columns].
    case linear8 = 2
    /// `linear4`: f32 bias [rows], bf16 scale [rows, columns/group], s4 weight [rows, columns].
    case linear4 = 3
    /// `table8`: scales, s8 entry [rows, columns].
    case table8 = 4
    /// `table4`: scales, s4 entry [rows, columns].
    case table4 = 5
    /// `depthwise8`: f32 scale [columns], f32 bias [columns], s8 weight [rows, columns].
    case depthwise8 = 6
    /// `stepped4`: u16 first, u16 step, u8 place [rows], s4 entry [rows, columns].
    case stepped4 = 7
    /// `coded2`: u16 first, u16 step, s8 codebook [256, 4], u8 place [rows], u8 code [rows, columns/4].
    case coded2 = 8

    /// The numbers in the words of an error.
    static var rule: Literal { "format, 0 to 8" }
    /// The last number.
    static var maximum: UInt32 { 8 }

    /// The name in FORMAT.md.
    package var name: Literal {
        switch self {
        case .bytes: "bytes"
        case .float32: "float32"
        case .linear8: "linear8"
        case .linear4: "linear4"
        case .table8: "table8"
        case .table4: "table4"
        case .depthwise8: "depthwise8"
        case .stepped4: "stepped4"
        case .coded2: "coded2"
        }
    }

    /// What an entry's `group` may be.
    package enum Grouping {
        /// There are no groups.
        case none
        /// Any divisor of the columns, or 0: one scale for the whole section.
        case optional
        /// A divisor of the columns, and a multiple of `FileFormat.groupMultiple`.
        case required
        /// All columns of a row.
        case columns
    }

    /// What the section's groups may be.
    package var grouping: Grouping {
        switch self {
        case .linear4: .required
        case .table8, .table4: .optional
        case .stepped4, .coded2: .columns
        default: .none
        }
    }

    /// Bits of a weight; the weights are the last of the section's bytes.
    package var weightBits: Int {
        switch self {
        case .float32: 32
        case .linear4, .table4, .stepped4: 4
        case .coded2: 2
        default: 8
        }
    }

    /// Bytes of what stands before the weights: scales, biases and a codebook.
    package func bytesBeforeWeights(rows: Int, columns: Int, group: Int) -> Int {
        switch self {
        case .linear8: 8 &* rows
        case .linear4: 4 &* rows &+ scaleBytes(rows, columns, group)
        case .table8, .table4: scaleBytes(rows, columns, group)
        case .depthwise8: 8 &* columns
        case .stepped4: 4 &+ padded(rows)
        case .coded2: 1028 &+ padded(rows)
        default: 0
        }
    }

    /// Bytes of the scales of a format with groups: one f32, or a bf16 for each group.
    private func scaleBytes(_ rows: Int, _ columns: Int, _ group: Int) -> Int {
        group == 0 ? 4 : padded(2 &* rows &* (columns / group))
    }

    /// Bytes with the zeros that follow scales.
    private func padded(_ bytes: Int) -> Int {
        aligned(bytes, to: FileFormat.scaleAlignment)
    }
}

/// What a section holds, by the number that stands in the section table.
package enum SectionRole: UInt16, CaseIterable {
    case config = 0x01
    case info = 0x02
    case vocabulary = 0x03
    case tokenTable = 0x10
    case tokenProjection = 0x11
    case positionTable = 0x12
    case positionProjection = 0x13
    case segmentTable = 0x14
    case embeddingNorm = 0x15
    case norm = 0x20
    case query = 0x21
    case attentionOutput = 0x22
    case convolution = 0x23
    case convolutionOutput = 0x24
    case bertQuery = 0x30
    case bertKey = 0x31
    case bertValue = 0x32
    case bertAttentionOutput = 0x33
    case bertAttentionNorm = 0x34
    case feedForwardIn = 0x35
    case feedForwardOut = 0x36
    case feedForwardNorm = 0x37
    case finalNorm = 0x40
    case headRecord = 0x50
    case headLabels = 0x51
    case headTransform = 0x52
    case headTransformNorm = 0x53
    case headOutput = 0x54
    case wordBias = 0x55
    case lexicon = 0x56
    case commandWords = 0x57
    case tagTransitions = 0x58
    case tagFeatures = 0x59
    case slotMask = 0x5A
    case slotKinds = 0x5B
    case slotLists = 0x5C
    case labelActs = 0x5D
    case general = 0x5E

    /// The name that people read in an error or a listing.
    package var name: Literal {
        switch self {
        case .config: "config"
        case .info: "info"
        case .vocabulary: "vocabulary"
        case .tokenTable: "token table"
        case .tokenProjection: "token projection"
        case .positionTable: "position table"
        case .positionProjection: "position projection"
        case .segmentTable: "segment table"
        case .embeddingNorm: "embedding norm"
        case .norm: "norm"
        case .query, .bertQuery: "query"
        case .attentionOutput, .bertAttentionOutput: "attention output"
        case .convolution: "convolution"
        case .convolutionOutput: "convolution output"
        case .bertKey: "key"
        case .bertValue: "value"
        case .bertAttentionNorm: "attention norm"
        case .feedForwardIn: "feed-forward in"
        case .feedForwardOut: "feed-forward out"
        case .feedForwardNorm: "feed-forward norm"
        case .finalNorm: "final norm"
        case .headRecord: "head record"
        case .headLabels: "head labels"
        case .headTransform: "head transform"
        case .headTransformNorm: "head transform norm"
        case .headOutput: "head output"
        case .wordBias: "word bias"
        case .lexicon: "lexicon"
        case .commandWords: "command words"
        case .tagTransitions: "tag transitions"
        case .tagFeatures: "tag features"
        case .slotMask: "slot mask"
        case .slotKinds: "slot kinds"
        case .slotLists: "slot lists"
        case .labelActs: "label acts"
        case .general: "general"
        }
    }

    /// The lowest and the highest number of a section of the network; some between have no role.
    package static var networkNumbers: ClosedRange<UInt16> { 0x10...0x40 }

    /// The lowest and the highest number of a section of task heads; some between have no role.
    package static var headNumbers: ClosedRange<UInt16> { 0x50...0x5D }

    /// What an entry's `index` counts.
    package enum Index {
        /// Nothing: it is 0.
        case none
        /// The layers of the network.
        case layer
        /// The task heads.
        case head
    }

    /// What the index of a section with this role counts.
    package var index: Index {
        switch self {
        case .norm, .query, .attentionOutput, .convolution, .convolutionOutput, .bertQuery, .bertKey,
            .bertValue, .bertAttentionOutput, .bertAttentionNorm, .feedForwardIn, .feedForwardOut,
            .feedForwardNorm:
            .layer
        case .headRecord, .headLabels, .headTransform, .headTransformNorm, .headOutput, .wordBias, .lexicon,
            .commandWords, .tagTransitions, .tagFeatures, .slotMask, .slotKinds, .slotLists, .labelActs:
            .head
        default: .none
        }
    }

    /// What of a model a section belongs to.
    package enum Part: CaseIterable {
        /// The vocabulary.
        case vocabulary
        /// The tables of the embedding, with what follows them before the first block.
        case embedding
        /// The blocks, and the norm behind them.
        case weights
        /// The task heads.
        case heads
        /// Config and info; header, section table and alignment are counted here as well.
        case description
    }

    /// What the section belongs to.
    package var part: Part {
        switch self {
        case .config, .info: .description
        case .vocabulary: .vocabulary
        case .tokenTable, .tokenProjection, .positionTable, .positionProjection, .segmentTable,
            .embeddingNorm:
            .embedding
        case .norm, .query, .attentionOutput, .convolution, .convolutionOutput, .bertQuery, .bertKey,
            .bertValue, .bertAttentionOutput, .bertAttentionNorm, .feedForwardIn, .feedForwardOut,
            .feedForwardNorm, .finalNorm:
            .weights
        case .headRecord, .headLabels, .headTransform, .headTransformNorm, .headOutput, .wordBias, .lexicon,
            .commandWords, .tagTransitions, .tagFeatures, .slotMask, .slotKinds, .slotLists, .labelActs,
            .general:
            .heads
        }
    }
}

/// A number of rows or columns that the shape of a section is made of.
package enum Dimension: UInt8 {
    /// 1 in FORMAT.md.
    case one
    /// 2 in FORMAT.md.
    case two
    /// As many as the section has: only the text beside the role says more.
    case own
    /// t or d in FORMAT.md.
    case headInputs
    /// segments in FORMAT.md.
    case segments
    /// V in FORMAT.md.
    case vocabularySize
    /// n in FORMAT.md.
    case maxTokens
    /// d in FORMAT.md.
    case width
    /// r in FORMAT.md.
    case tokenRank
    /// p in FORMAT.md.
    case positionRank
    /// k in FORMAT.md.
    case kernelSize
    /// f in FORMAT.md.
    case feedForward
}

extension SectionRole {
    /// The formats that a section of this role may have.
    package var formats: SectionFormats {
        switch self {
        case .config, .info, .vocabulary, .headRecord, .headLabels, .lexicon, .commandWords, .tagFeatures,
            .slotMask, .slotKinds, .slotLists, .labelActs, .general:
            SectionFormats(.bytes)
        case .tokenTable: SectionFormats(.table8, .table4, .stepped4, .coded2)
        case .tokenProjection, .positionProjection: SectionFormats(.linear8)
        case .positionTable, .tagTransitions: SectionFormats(.table8)
        case .segmentTable, .embeddingNorm, .norm, .bertAttentionNorm, .feedForwardNorm, .finalNorm,
            .headTransformNorm, .wordBias:
            SectionFormats(.float32)
        case .query, .attentionOutput, .convolutionOutput, .bertQuery, .bertKey, .bertValue,
            .bertAttentionOutput, .feedForwardIn, .feedForwardOut, .headTransform, .headOutput:
            SectionFormats(.linear8, .linear4)
        case .convolution: SectionFormats(.depthwise8)
        }
    }

    /// What the rows of a section of this role are.
    package var rows: Dimension {
        switch self {
        case .config, .info, .vocabulary, .norm, .finalNorm, .headRecord, .headLabels, .wordBias, .lexicon,
            .commandWords, .tagFeatures, .slotMask, .slotKinds, .slotLists, .labelActs, .general:
            .one
        case .tokenTable: .vocabularySize
        case .tokenProjection, .positionProjection, .query, .attentionOutput, .convolutionOutput, .bertQuery,
            .bertKey, .bertValue, .bertAttentionOutput, .feedForwardOut:
            .width
        case .positionTable: .maxTokens
        case .segmentTable: .segments
        case .embeddingNorm, .bertAttentionNorm, .feedForwardNorm, .headTransformNorm: .two
        case .convolution: .kernelSize
        case .feedForwardIn: .feedForward
        case .headTransform, .headOutput, .tagTransitions: .own
        }
    }

    /// What the columns of a section of this role are.
    package var columns: Dimension {
        switch self {
        case .config, .info, .vocabulary, .headRecord, .headLabels, .lexicon, .commandWords, .tagTransitions,
            .tagFeatures, .slotMask, .slotKinds, .slotLists, .labelActs, .general:
            .own
        case .tokenTable, .tokenProjection: .tokenRank
        case .positionTable, .positionProjection: .positionRank
        case .segmentTable, .embeddingNorm, .norm, .query, .attentionOutput, .convolution,
            .convolutionOutput, .bertQuery, .bertKey, .bertValue, .bertAttentionOutput, .bertAttentionNorm,
            .feedForwardIn, .feedForwardNorm, .finalNorm, .headTransform:
            .width
        case .feedForwardOut: .feedForward
        case .headTransformNorm, .headOutput: .headInputs
        case .wordBias: .vocabularySize
        }
    }

    /// Whether a section that may be there may be missing as well.
    package var isOptional: Bool {
        switch self {
        case .headTransform, .headTransformNorm, .headOutput, .wordBias, .lexicon, .commandWords,
            .tagTransitions, .tagFeatures, .slotMask, .slotKinds, .slotLists, .labelActs, .general:
            true
        default: false
        }
    }
}

extension ModelConfig {
    /// Whether a network of this config has a section of this role, in every layer where it is a layer's.
    package func hasSection(_ role: SectionRole) -> Bool {
        switch role {
        case .tokenProjection: tokenRank != width
        case .positionTable: positionRank != 0
        case .positionProjection: positionRank != 0 && positionRank != width
        case .segmentTable: segments != 0
        case .embeddingNorm, .bertQuery, .bertKey, .bertValue, .bertAttentionOutput, .bertAttentionNorm,
            .feedForwardIn, .feedForwardOut, .feedForwardNorm:
            blockKind == .bert
        case .norm, .query, .attentionOutput, .convolution, .convolutionOutput: blockKind == .embBERT
        case .finalNorm: hasFinalNorm
        default: true
        }
    }

    /// The number that a dimension stands for; `own` is the section's, `headInputs` what comes into a head's
    /// output.
    package func length(_ dimension: Dimension, own: Int, headInputs: Int) -> Int {
        switch dimension {
        case .one: 1
        case .two: 2
        case .own: own
        case .headInputs: headInputs
        case .segments: segments
        case .vocabularySize: vocabularySize
        case .maxTokens: maxTokens
        case .width: width
        case .tokenRank: tokenRank
        case .positionRank: positionRank
        case .kernelSize: kernelSize
        case .feedForward: feedForward
        }
    }
}

extension HeadShape {
    /// Whether a head of this shape may have a section of this role.
    func hasSection(_ role: SectionRole) -> Bool {
        switch role {
        case .headLabels: hasLabels
        case .headTransformNorm: hasTransform
        case .wordBias: kind == .maskedWord && !hasOutput
        case .lexicon, .commandWords, .labelActs: kind == .sequence
        case .tagTransitions, .slotKinds, .slotLists: kind == .tokenBIO
        case .tagFeatures, .slotMask: hasTransitions
        default: true
        }
    }
}

extension ModelConfig {
    /// The two families of transformer block.
    public enum BlockKind: UInt32 {
        /// EmbBERT.
        case embBERT = 1
        /// BERT.
        case bert = 2
    }
}

extension ModelConfig {
    /// What stands between the two halves of a feed-forward layer, or after a head's transform.
    public enum Activation: UInt32 {
        /// None.
        case none = 0
        /// GELU by erf.
        case geluByErf = 1
        /// GELU by tanh.
        case geluByTanh = 2
        /// ReLU.
        case relu = 3
        /// Tanh.
        case tanh = 4
    }
}

extension ModelConfig {
    /// How the hidden states of a text become the pooled state.
    public enum Pooling: UInt32 {
        /// Position 0.
        case firstPosition = 0
        /// Mean over all tokens, [CLS] and [SEP] among them.
        case mean = 1
    }
}

/// A bit of the config's flags.
package enum ConfigFlag: UInt32, CaseIterable {
    /// Causal convolution.
    case causal = 1
    /// Residual.
    case residual = 2
    /// Final norm.
    case finalNorm = 4
}

/// A bit of a head record's flags.
package enum HeadFlag: UInt32, CaseIterable {
    /// Out-of-scope class.
    case outOfScope = 1
    /// Out of scope by a background class, which has no output.
    case background = 2
    /// I-name begins a span too, where none of its name is open.
    case freeTags = 4
    /// Each label has a probability of its own.
    case severalLabels = 8
    /// An experiment, which is often wrong.
    case experimental = 16
}

/// What a slot's value is, by the number that stands in a section of slot kinds.
public enum SlotKind: UInt8, CaseIterable, Sendable {
    /// Nothing is said of it: a value is looked for where it can be mistaken for nothing else.
    case unsaid = 0
    /// A number.
    case number = 1
    /// A place in an order.
    case ordinal = 2
    /// A part of a hundred.
    case percent = 3
    /// Degrees.
    case temperature = 4
    /// A length of time.
    case duration = 5
    /// A time of day.
    case time = 6
    /// A day, or a week, month or year.
    case date = 7
    /// An amount of a currency.
    case money = 8
    /// A colour.
    case color = 9
    /// The words alone: no value is looked for.
    case words = 10
    /// The words of a command that waits for a time; where "for" stands behind them, it is none that can
    /// wait.
    case command = 11
    /// The words alone, whatever they say: where they end a line, it is read without them whether it asks,
    /// forbids or tells.
    case quote = 12
}

extension TaskHead {
    /// What a head answers.
    public enum Kind: UInt32 {
        /// One label for the text.
        case sequence = 1
        /// A BIO tag for each word.
        case tokenBIO = 2
        /// A plain tag for each word.
        case tokenPlain = 3
        /// Two scores a token: start and end of an answer.
        case span = 4
        /// A score for each word piece at a [MASK].
        case maskedWord = 5
        /// How alike two texts are.
        case pairSimilarity = 6
        /// One label for two texts.
        case pairClassification = 7
        /// The pooled state itself, as a vector.
        case sentenceVector = 8
    }
}

extension TaskHead.Kind {
    /// What the rows of a head's output stand for.
    package enum Outputs {
        /// One for each label, and one more for what is out of scope where that is a class.
        case labels
        /// Start and end of an answer.
        case boundaries
        /// One for each word piece, or none: the token table stands in.
        case words
        /// As many as the vector has, or none.
        case vector
    }

    /// What the rows of the head output stand for.
    package var outputs: Outputs {
        switch self {
        case .sequence, .tokenBIO, .tokenPlain, .pairClassification: .labels
        case .span: .boundaries
        case .maskedWord: .words
        case .pairSimilarity, .sentenceVector: .vector
        }
    }

    /// Whether the answers of this kind have names.
    package var hasLabels: Bool {
        switch self {
        case .span, .maskedWord, .pairSimilarity, .sentenceVector: false
        default: true
        }
    }

    /// Whether each label is a BIO tag.
    package var hasBIOLabels: Bool {
        switch self {
        case .tokenBIO: true
        default: false
        }
    }

    /// Whether the last output may be the out-of-scope class.
    package var mayHaveOutOfScope: Bool {
        switch self {
        case .sequence, .pairClassification: true
        default: false
        }
    }
}
