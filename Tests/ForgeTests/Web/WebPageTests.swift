import Testing

@testable import forge

@Suite struct WebPageTests {
    @Test func thePageHoldsAllAndFetchesNothing() throws {
        let page = String(
            decoding: try WebPage(workspace: try testWorkspace()).html(module: [1, 2, 3]), as: UTF8.self)
        #expect(page.contains(">AQID</script>"))
        #expect(!page.contains("{{"))
        #expect(page.contains("default-src 'none'"))
        for outside in ["http://", "https://", "src=", "@import", "url("] {
            #expect(!page.contains(outside), "\(outside)")
        }
    }

    @Test func aPageWithoutAPlaceIsRefused() throws {
        try inTemporaryFolder { root in
            let folder = root + "/Sources/web/page"
            for name in ["page.css", "engine.js", "reading.js", "teaching.js", "dictation.js", "page.js"] {
                try Files.write([], to: "\(folder)/\(name)")
            }
            func refusal(_ page: String) throws -> String? {
                try Files.write(Array(page.utf8), to: folder + "/page.html")
                return message { _ = try WebPage(workspace: Workspace(root: root)).html(module: []) }
            }
            #expect(try refusal("{{style}} {{module}} {{script}}") == nil)
            #expect(try refusal("{{style}} {{module}}")?.contains("not one place for script") == true)
            #expect(try refusal("{{style}} {{style}} {{module}} {{script}}")?.contains("for style") == true)
            try Files.write(Array("'</script>'".utf8), to: folder + "/page.js")
            #expect(try refusal("{{style}} {{module}} {{script}}")?.contains("end tag") == true)
        }
    }

    @Test func theToolsetIsWhereTheModuleLooks() throws {
        let toolset = try Toolset(path: try testWorkspace().path("Toolchains/wasm32.json"))
        #expect(toolset.linker.extraCLIOptions.contains("--export=pipit_ask"))
        let refusal = message { _ = try Toolset(path: try testWorkspace().path("Boards/host.json")) }
        #expect(refusal?.contains("is no toolset") == true)
    }
}
