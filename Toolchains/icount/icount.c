// A plugin for QEMU's user emulation (7.2 and later) that counts the guest's instructions, exactly and by function:
//
//     cc -O2 -shared -fPIC -o icount.so icount.c
//     qemu-arm -cpu arm1176 -plugin ./icount.so -d plugin PROGRAM 2>counts.txt
//
// counts.txt gets a line for each function that ran, "COUNT NAME", in no order. The few prototypes of the plugin
// interface that it needs stand here, so that no header of QEMU has to be there. Debian's qemu-user can load plugins,
// its qemu-user-static cannot.

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef uint64_t qemu_plugin_id_t;
typedef struct qemu_info_t qemu_info_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
enum qemu_plugin_op { QEMU_PLUGIN_INLINE_ADD_U64 };

void qemu_plugin_register_vcpu_tb_trans_cb(
    qemu_plugin_id_t id, void (*callback)(qemu_plugin_id_t, struct qemu_plugin_tb *));
void qemu_plugin_register_atexit_cb(qemu_plugin_id_t id, void (*callback)(qemu_plugin_id_t, void *), void *data);
void qemu_plugin_register_vcpu_insn_exec_inline(
    struct qemu_plugin_insn *instruction, enum qemu_plugin_op operation, void *pointer, uint64_t value);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *block);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *block, size_t index);
const char *qemu_plugin_insn_symbol(const struct qemu_plugin_insn *instruction);
void qemu_plugin_outs(const char *text);

#define EXPORTED __attribute__((visibility("default")))
EXPORTED int qemu_plugin_version = 1;

// One counter a function; the last takes what no longer finds a place.
enum { maximum_functions = 4096, maximum_name = 240 };
static struct {
    char name[maximum_name];
    uint64_t instructions;
} functions[maximum_functions];

static uint64_t *counter_of(const char *name) {
    size_t i = 0;
    for (; i < maximum_functions - 1 && functions[i].name[0] != 0; i++) {
        if (strncmp(functions[i].name, name, maximum_name - 1) == 0) {
            return &functions[i].instructions;
        }
    }
    snprintf(functions[i].name, maximum_name, "%s", name);
    return &functions[i].instructions;
}

static void translate(qemu_plugin_id_t id, struct qemu_plugin_tb *block) {
    (void)id;
    const size_t count = qemu_plugin_tb_n_insns(block);
    for (size_t i = 0; i < count; i++) {
        struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, i);
        const char *name = qemu_plugin_insn_symbol(instruction);
        uint64_t *counter = counter_of(name != NULL && name[0] != 0 ? name : "(none)");
        qemu_plugin_register_vcpu_insn_exec_inline(instruction, QEMU_PLUGIN_INLINE_ADD_U64, counter, 1);
    }
}

static void report(qemu_plugin_id_t id, void *data) {
    (void)id;
    (void)data;
    for (size_t i = 0; i < maximum_functions && functions[i].name[0] != 0; i++) {
        char count[32];
        snprintf(count, sizeof count, "%llu ", (unsigned long long)functions[i].instructions);
        qemu_plugin_outs(count);
        qemu_plugin_outs(functions[i].name);
        qemu_plugin_outs("\n");
    }
}

EXPORTED int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int count, char **arguments) {
    (void)info;
    (void)count;
    (void)arguments;
    qemu_plugin_register_vcpu_tb_trans_cb(id, translate);
    qemu_plugin_register_atexit_cb(id, report, NULL);
    return 0;
}
