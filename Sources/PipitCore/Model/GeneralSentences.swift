/// What a model knows of sentences about anything, in place in the file: Teaching/TEACHING.md has the layout.
public struct GeneralSentences {
    /// How many sentences there are.
    public let count: Int
    /// Their mean, each of length 1: `[d]`.
    let centre: UnsafePointer<Float>
    /// How much each bucket of features tells, 1 to 255: `[4096]`.
    let importances: UnsafePointer<UInt8>
    /// Sentences less the centre: s4 `[count, d]`.
    private let states: UnsafePointer<Int8>
    private let rowBytes: Int

    /// A view of a valid section, aligned to 4 bytes.
    package init(_ section: UnsafeRawBufferPointer) {
        self.init(ByteView(section))
    }

    /// A view of a section that `GeneralSection` has checked.
    init(_ bytes: ByteView) {
        let layout = GeneralLayout(bytes)
        count = layout.count
        rowBytes = layout.width &>> 1
        centre = (bytes.base + GeneralLayout.headerBytes).assumingMemoryBound(to: Float.self)
        importances = (bytes.base + layout.importancesOffset).assumingMemoryBound(to: UInt8.self)
        states = (bytes.base + layout.statesOffset).assumingMemoryBound(to: Int8.self)
    }

    /// The state of sentence `index`: s4 `[d]`, two a byte, the low nibble first.
    func state(_ index: Int) -> UnsafePointer<Int8> { states + index &* rowBytes }
}

/// Where the parts of the general section lie, by the numbers in front of it.
package struct GeneralLayout {
    package let count: Int
    package let width: Int

    package static var widthOffset: Int { 4 }
    /// Bytes before the centre.
    package static var headerBytes: Int { 8 }
    /// Features are told apart by as many buckets.
    package static var buckets: Int { 4096 }
    /// A text is compared with as many sentences, so there are no fewer.
    package static var minimumCount: UInt32 { 3 }
    /// No model has more sentences.
    package static var maximumCount: UInt32 { 1024 }

    /// A layout for `count` sentences of `width` numbers.
    package init(count: Int, width: Int) {
        self.count = count
        self.width = width
    }

    /// The layout that a section of at least `headerBytes` says it has.
    init(_ bytes: ByteView) {
        self.init(
            count: Int(truncatingIfNeeded: bytes.u32(0)),
            width: Int(truncatingIfNeeded: bytes.u32(Self.widthOffset)))
    }

    package var importancesOffset: Int { Self.headerBytes &+ 4 &* width }
    package var statesOffset: Int { importancesOffset &+ Self.buckets }
    package var byteCount: Int { statesOffset &+ count &* (width &>> 1) }
}
