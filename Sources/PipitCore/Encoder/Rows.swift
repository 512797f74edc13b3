/// Quantized rows in the arena: int8 `[rows, width]` and one scale a row, `[rows]`; a row stands for q · scale.
struct RowBuffer {
    let values: UnsafeMutablePointer<Int8>
    let scales: UnsafeMutablePointer<Float>
    let width: Int

    /// Bytes of a buffer: the rows, then their scales.
    static func bytes(rows: Int, width: Int) -> Int {
        aligned(rows &* width, to: 4) &+ rows &* 4
    }

    init(_ buffer: UnsafeMutableRawBufferPointer, rows: Int, width: Int) {
        values = buffer.start(as: Int8.self)
        scales = (UnsafeMutableRawPointer(values) + aligned(rows &* width, to: 4))
            .assumingMemoryBound(to: Float.self)
        self.width = width
    }

    /// Quantizes a row of floats `[width]` into row `index`.
    @inline(__always)
    func quantize(_ x: UnsafePointer<Float>, into index: Int, by operations: ElementwiseOperations) {
        scales[index] = operations.quantize(x, width, into: UnsafeMutableRawPointer(values + index &* width))
    }

    /// Copies the first of `rows` into row `index`.
    func copy(_ rows: RowTile, into index: Int) {
        UnsafeMutableRawPointer(values + index &* width).copyMemory(from: rows.values, byteCount: width)
        scales[index] = rows.scales[0]
    }

    /// Row `index` by itself.
    subscript(index: Int) -> QuantizedRow {
        QuantizedRow(values: values + index &* width, width: width, scalePointer: scales + index)
    }

    /// The rows from `first` on, to be read.
    func tile(from first: Int = 0) -> RowTile {
        RowTile(values: values + first &* width, scales: scales + first, stride: width)
    }
}

/// Quantized rows to be read, wherever they lie.
struct RowTile {
    /// int8 `[rows, width]`, `stride` bytes from row to row.
    let values: UnsafePointer<Int8>
    /// `[rows]`.
    let scales: UnsafePointer<Float>
    let stride: Int
}

/// Some rows of 32-bit elements, `tileRows` where they are a tile: int32 sums that a kernel left, or the floats that took their place,
/// `[rows, width]`.
struct FloatTile {
    let memory: UnsafeMutableRawPointer
    let width: Int

    init(_ buffer: UnsafeMutableRawBufferPointer, width: Int) {
        memory = UnsafeMutableRawPointer(buffer.start(as: Float.self))
        self.width = width
    }

    init(memory: UnsafeMutableRawPointer, width: Int) {
        self.memory = memory
        self.width = width
    }

    /// The memory of row `index`, for operations that turn sums into floats.
    @inline(__always)
    func raw(_ index: Int) -> UnsafeMutableRawPointer { memory + index &* width &* 4 }

    /// The floats of row `index`.
    @inline(__always)
    func row(_ index: Int) -> UnsafeMutablePointer<Float> { raw(index).assumingMemoryBound(to: Float.self) }

    /// The sums, for a kernel to write.
    var sums: UnsafeMutablePointer<Int32> { memory.assumingMemoryBound(to: Int32.self) }
}

/// A tile of floats, `[tileRows, width]`, whose rows are quantized where they stand: each into the first bytes of its own row.
struct InPlaceTile {
    let floats: FloatTile
    let scales: UnsafeMutablePointer<Float>

    static func bytes(width: Int) -> Int {
        width == 0 ? 0 : Encoder.tileRows &* (width &+ 1) &* 4
    }

    init(_ buffer: UnsafeMutableRawBufferPointer, width: Int) {
        self.init(FloatTile(buffer, width: width))
    }

    private init(_ floats: FloatTile) {
        self.floats = floats
        scales = floats.row(Encoder.tileRows)
    }

    /// The same memory for rows that are not as wide.
    func narrowed(to width: Int) -> InPlaceTile {
        InPlaceTile(FloatTile(memory: floats.memory, width: width))
    }

    /// The floats of row `index` become int8 and a scale.
    func quantize(_ index: Int, by operations: ElementwiseOperations) {
        scales[index] = operations.quantize(floats.row(index), floats.width, into: floats.raw(index))
    }

    /// The quantized rows.
    var tile: RowTile {
        RowTile(
            values: UnsafePointer(floats.memory.assumingMemoryBound(to: Int8.self)), scales: scales,
            stride: floats.width &* 4)
    }
}

/// What a residual path adds to: int16 `[rows, width]` and one scale a row; a row stands for x16 · scale.
struct StreamBuffer {
    let values: UnsafeMutablePointer<Int16>
    let scales: UnsafeMutablePointer<Float>
    let width: Int

    static func bytes(rows: Int, width: Int) -> Int {
        rows &* width &* 2 &+ rows &* 4
    }

    init(_ buffer: UnsafeMutableRawBufferPointer, rows: Int, width: Int) {
        values = buffer.start(as: Int16.self)
        scales = UnsafeMutableRawPointer(values + rows &* width).assumingMemoryBound(to: Float.self)
        self.width = width
    }

    /// x → row `index`.
    func store(_ x: UnsafePointer<Float>, into index: Int, by operations: ElementwiseOperations) {
        scales[index] = operations.quantize(x, width, into: values + index &* width)
    }

    /// x = row `index`.
    func load(_ index: Int, into x: UnsafeMutablePointer<Float>, by operations: ElementwiseOperations) {
        operations.dequantize(values + index &* width, width, scale: scales[index], into: x)
    }

    /// x = row `index` + x.
    func add(_ index: Int, to x: UnsafeMutablePointer<Float>, by operations: ElementwiseOperations) {
        operations.addDequantized(values + index &* width, width, scale: scales[index], to: x)
    }
}

/// One quantized row: `values[i] · scale`; valid until the encoder's next call.
public struct QuantizedRow {
    /// int8 `[width]`.
    public let values: UnsafePointer<Int8>
    /// d, the width of the model.
    public let width: Int
    let scalePointer: UnsafePointer<Float>

    /// What a value of 1 stands for.
    public var scale: Float { scalePointer.pointee }

    /// A row in memory of the caller: int8 `[width]` and what a value of 1 stands for.
    public init(values: UnsafePointer<Int8>, width: Int, scalePointer: UnsafePointer<Float>) {
        self.values = values
        self.width = width
        self.scalePointer = scalePointer
    }

    var tile: RowTile { RowTile(values: values, scales: scalePointer, stride: width) }

    /// What a value of 1 stands for where the row has the length 1; 0 for a row of zeros.
    package var scaleOfUnitLength: Float { inverseLength(of: values, width) }
}

/// 1 / the length of int8 `[count]`; 0 for one of zeros.
@inline(never)  // Called in several places.
func inverseLength(of values: UnsafePointer<Int8>, _ count: Int) -> Float {
    var square: Int32 = 0
    for column in 0..<count {
        let value = Int32(values[column])
        square &+= value &* value
    }
    return inverseLength(ofSquare: square)
}

/// 1 / the length of what has this square; 0 for one of zeros.
func inverseLength(ofSquare square: Int32) -> Float {
    square == 0 ? 0 : 1 / Float(square).squareRoot()
}

/// What the encoder makes of each token of a text, one row a token; valid until the next `encode`.
///
/// No copies of it are made, so that nothing can keep it longer.
public struct HiddenStates: ~Copyable {
    /// The tokens that have a hidden state: all of the text, or the first alone.
    public let count: Int
    /// d, the width of the model.
    public let width: Int
    /// int8 `[count, width]`.
    public let values: UnsafePointer<Int8>
    /// `[count]`.
    public let scales: UnsafePointer<Float>

    init(_ buffer: RowBuffer, count: Int) {
        self.count = count
        width = buffer.width
        values = UnsafePointer(buffer.values)
        scales = UnsafePointer(buffer.scales)
    }

    /// The hidden state of token `index`, below `count`.
    public subscript(index: Int) -> QuantizedRow {
        QuantizedRow(values: values + index &* width, width: width, scalePointer: scales + index)
    }

    func tile(from first: Int) -> RowTile {
        RowTile(values: values + first &* width, scales: scales + first, stride: width)
    }
}
