extension Command {
    /// The command `web`.
    static let web = Command(
        name: "web", synopsis: "web -o DIR [--model FILE]",
        summary: "Makes a page for browsers, and a module of WebAssembly, with a model inside.",
        details: """
            DIR gets three files:

              index.html   one page with all inside: open it from the disk, no server is needed, nor a network
              pipit.wasm   the same program for scripts of your own; it imports nothing
              example.mjs  how Node asks it, in ten lines

            FILE is the model, Weights/home.pipit unless given. The replies are the bytes that pipit --no-timing gives.
            Sources/web/WEB.md has the functions of the module.
            """
    ) { arguments in
        let model = try arguments.option("--model")
        guard let folder = try arguments.option("-o") else { throw Misuse("-o DIR is missing") }
        try arguments.finish()
        let workspace = try Workspace.current()
        let outputs = try ["index.html", "pipit.wasm", "example.mjs"].map {
            try OutputFile("\(folder)/\($0)")
        }
        let module = try WebModule(workspace: workspace).build(model: model ?? workspace.defaultModel)
        let contents = [
            try WebPage(workspace: workspace).html(module: module), module,
            try Files.read(workspace.path("Sources/web/example.mjs")),
        ]
        for (output, content) in zip(outputs, contents) {
            try output.write(content)
            Console.say("\(output.path): \(content.count.grouped) bytes")
        }
        return 0
    }
}
