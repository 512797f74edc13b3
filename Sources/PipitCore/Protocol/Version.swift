/// The version of the runtime and of its protocol, as the ready line and `--version` give it.
public var pipitVersion: StaticString { "0.1.0" }
