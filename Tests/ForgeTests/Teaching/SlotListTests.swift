import PipitCore
import Testing

@testable import forge

/// Lists of a training file that its model keeps, for canonical names in replies.
@Suite struct SlotListTests {
    private func file(_ text: String) throws -> TaughtFile { try TaughtFile(Array(text.utf8)) }

    /// The lines of the section, with bars for TABs.
    private func lines(_ text: String) throws -> [String] {
        String(decoding: try file(text).slotLists.packed(), as: UTF8.self).split(separator: "\n").map(
            String.init
        ).map {
            $0.replacing("\t", with: "|")
        }
    }

    @Test func aListOfASlotIsKept() throws {
        #expect(
            try lines(
                """
                # list room: kitchen = Cook-Room | Living  room
                # list room: Café = Anna's
                light in the {room}\ton
                dark in the [room: attic]\toff
                """) == [
                    "room|kitchen|kitchen|cookroom", "room|Living room|livingroom", "room|Café|cafe|annas",
                ])
    }

    @Test func aClosedListComesFirst() throws {
        let text =
            "# list pet: Felix\n# Closed  room\n# list room: hall | 7\nlight in [room: hall] for {pet}\ton\n"
        #expect(try lines(text) == ["room|", "pet|Felix|felix", "room|hall|hall", "room|7|7"])
    }

    /// A list is that of the slots whose values it has; without one, of a slot of its own name.
    @Test func aListBelongsToTheSlotsThatHaveItsValues() throws {
        let text = """
            # list city: Boston = beantown
            # list pet: Felix
            # list hour: seven
            from [from: {city}] to [to: ({city}|{city})] at [time: {hour} o'clock]\tgo
            """
        #expect(
            try lines(text) == [
                "from|Boston|boston|beantown", "to|Boston|boston|beantown", "pet|Felix|felix",
                "hour|seven|seven",
            ])
    }

    /// Numbers say themselves, but where nothing else may stand.
    @Test func rangesAreForTemplatesAlone() throws {
        let text = "# list level: 1..3 | low | 4 = four\ndim to {level}\tdim\n"
        #expect(try lines(text) == ["level|low|low", "level|4|4|four"])
        #expect(try lines("# closed level\n" + text).count == 6)
        #expect(try lines("# list level: 1..3\ndim to {level}\tdim\n").isEmpty)
    }

    @Test func aNameThatNoTextHasIsRefused() throws {
        for name in ["...", "?!", String(repeating: "a", count: 101)] {
            let file = try file("# list room: hall = \(name)\nlight in {room}\ton\n")
            #expect(
                message { _ = try file.slotLists.packed() }?.contains("the list room: no text has") == true)
        }
    }

    @Test func aClosedSlotWithoutAListIsRemarkedOn() throws {
        let remark = "no list has values for the slots that are closed in line 1: room"
        #expect(try file("# closed room\nlight in [room: hall]\ton\n").remarks.contains(remark))
        for other in ["# closed", "# closed on mondays", "# closed: room"] {
            let file = try file(other + "\n# list room: hall\nlight in {room}\ton\n")
            #expect(file.slotLists.closed.isEmpty && file.problems.isEmpty)
        }
    }

    @Test func aLabelsTimesMayBeDeclared() throws {
        let file = try file(
            "# times add item=x\n#Times gone\n# times\n# timesheets\nfeed the cat\tadd item=x\n")
        #expect(file.labelsWithTimes.contains("add item=x") && file.problems.isEmpty)
        let slots = try self.file("# slot at time\nwake me at [at: noon]\talarm\nlights on\ton\n")
        #expect(slots.labelsWithTimes == ["alarm"])
        #expect(file.remarks == ["no text has the labels whose times are declared in line 2: gone"])
    }

    @Test func theModelKnowsTheLists() throws {
        let text = """
            # list room: duti = lopa fasa | bo
            # closed room
            # list pet: feste
            bade {room}\tone
            nusepe fu {room}\ttwo
            """
        let teacher = try HeadTeacher(
            base: try everyHead(), file: try file(text), name: "intent", hasSlots: true,
            generic: ["ponima lufe"])
        let bytes = try teacher.model(
            fittedOn: teacher.everything, threshold: 0.9, modelName: "mine", title: "fitting")
        let loaded = try LoadedModel(bytes: bytes, path: "mine")
        let section = try ModelDraft(copying: loaded)[.slotLists, HostEngine(loaded).head("slots")]
        #expect(
            String(decoding: section?.bytes ?? [], as: UTF8.self)
                == "room\t\nroom\tduti\tduti\tlopafasa\nroom\tbo\tbo\npet\tfeste\tfeste\n")
        let inspection = try Inspection(of: loaded)
        #expect(inspection.lines.joined(separator: "\n").contains("open list pet (1), closed list room (2)"))
        #expect(
            inspection.json.text.contains(
                #""slot_lists":{"pet":{"names":1,"closed":false},"room":{"names":2,"closed":true}}"#))
        // Taught anew without lists, the head has none of those before.
        let again = try HeadTeacher(
            base: loaded, file: try file("bade [room: duti]\tone\n"), name: "intent", hasSlots: true,
            generic: [])
        let plain = try again.model(
            fittedOn: again.everything, threshold: 0.9, modelName: "x", title: "fitting")
        let draft = try ModelDraft(copying: try LoadedModel(bytes: plain, path: "x"))
        #expect(try draft[.slotLists, HostEngine(loaded).head("slots")] == nil)
    }
}
