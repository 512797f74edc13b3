import PipitCore

/// The version of the runtime, the protocol and this program: they go together.
enum Version {
    static let text = String(decoding: pipitVersion.bytes, as: UTF8.self)
}
