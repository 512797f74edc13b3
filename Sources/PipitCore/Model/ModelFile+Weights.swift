extension ModelFile {
    /// The matrix of this role; the config must ask for it.
    func linear(_ role: SectionRole, _ layer: Int = 0) -> Linear { Linear(checked(role, layer)) }

    /// The embedding table of this role; the config must ask for it.
    func embeddings(_ role: SectionRole) -> Table { Table(checked(role, 0)) }

    /// The convolution of this layer of EmbBERT blocks.
    func convolution(_ layer: Int) -> Depthwise { Depthwise(checked(.convolution, layer)) }

    /// The norm of this role; the config must ask for it.
    func norm(_ role: SectionRole, _ layer: Int = 0) -> NormWeights { NormWeights(checked(role, layer)) }

    /// The floats of the segment table `[segments, d]`; the config must ask for it.
    var segmentTable: UnsafePointer<Float> {
        checked(.segmentTable, 0).bytes.base.assumingMemoryBound(to: Float.self)
    }

    /// The words that head number `index` reads beside hidden states, nil where it reads none.
    func lexicon(ofHead index: Int) -> Lexicon? {
        table.find(.lexicon, index).map { Lexicon($0.bytes) }
    }

    /// A section that `NetworkSections` has found.
    private func checked(_ role: SectionRole, _ index: Int) -> Section {
        table.find(role, index).unsafelyUnwrapped
    }
}
