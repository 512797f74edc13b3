// node flow.mjs FLOW HTTP-PORT PIPIT-PORT: the flow of a file of Node-RED's without Node-RED. Its wires are checked;
// its nodes do what Node-RED's documentation says of the kinds that stand here, and the code of its functions runs as it
// is. HTTP is taken on HTTP-PORT; whoever a `tcp request` asks is asked on PIPIT-PORT of its server.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect } from "node:net";

const [path, httpPort, pipitPort] = process.argv.slice(2);
const flow = JSON.parse(readFileSync(path, "utf8"));
const fail = (text) => {
  console.error(`${path}: ${text}`);
  process.exit(1);
};

/** What each kind of node does: takes a message, gives one for each output, undefined where none goes out. */
const kinds = {
  "http in": (node, message) => [message],

  // "The message is passed in as an object called msg"; what the function returns goes on, nothing where it is null.
  function: (node, message) => {
    const context = new Map();
    const store = { get: (key) => context.get(key), set: (key, value) => context.set(key, value) };
    const helpers = { log() {}, warn() {}, error: (text) => fail(`${node.name}: ${text}`), status() {}, send() {} };
    const returned = new Function("msg", "node", "context", "flow", "global", node.func)(
      message, helpers, store, store, store);
    return Array.isArray(returned) ? returned : [returned ?? undefined];
  },

  // Sends the payload and gives what comes back up to a character, as a string.
  "tcp request": (node, message) => new Promise((resolve, reject) => {
    if (node.out !== "char" || node.ret !== "string") fail(`a tcp request by ${node.out}, as ${node.ret}`);
    const end = node.splitc.replace("\\n", "\n");
    const socket = connect(Number(pipitPort), node.server, () => socket.write(message.payload));
    let text = "";
    socket.setEncoding("utf8").on("error", reject).on("data", (part) => {
      text += part;
      const index = text.indexOf(end);
      if (index < 0) return;
      socket.destroy();
      resolve([{ ...message, payload: text.slice(0, index + end.length) }]);
    });
  }),

  // "Always convert to JavaScript object".
  json: (node, message) => {
    if (node.action !== "obj" || node.property !== "payload") fail(`a json node of ${node.property}, ${node.action}`);
    const { payload } = message;
    return [{ ...message, payload: typeof payload === "string" ? JSON.parse(payload) : payload }];
  },

  // All rules are looked at; "otherwise" is for what meets none of those before it.
  switch: (node, message) => {
    if (node.propertyType !== "msg" || node.checkall !== "true") fail("a switch of another kind");
    const value = node.property.split(".").reduce((object, key) => object?.[key], message);
    let isMet = false;
    return node.rules.map(({ t }) => {
      if (!["nnull", "else"].includes(t)) fail(`a rule ${t}`);
      if (t === "else" ? isMet : value === null || value === undefined) return undefined;
      isMet = true;
      return message;
    });
  },

  // An object goes out as JSON, and the status is 200 where no other is set.
  "http response": (node, message) => {
    const { res, payload, statusCode } = message;
    const isObject = typeof payload === "object";
    const type = isObject ? "application/json" : "text/html";
    res.writeHead(Number(node.statusCode || statusCode || 200), { "Content-Type": type });
    res.end(isObject ? JSON.stringify(payload) : String(payload));
    return [];
  },
};

const nodes = new Map();
for (const node of flow) {
  if (nodes.has(node.id)) fail(`two nodes ${node.id}`);
  nodes.set(node.id, node);
}
const parts = flow.filter(({ type }) => type !== "tab");
const tabs = flow.filter(({ type }) => type === "tab").map(({ id }) => id);
for (const { id, type, z, wires, outputs, rules } of parts) {
  if (!kinds[type]) fail(`${id} is a ${type}`);
  if (!tabs.includes(z)) fail(`${id} is on no tab`);
  const count = type === "http response" ? 0 : outputs ?? 1;
  if (wires.length !== count) fail(`${id} has ${wires.length} outputs and not ${count}`);
  if (rules && rules.length !== count) fail(`${id} has ${rules.length} rules for ${count} outputs`);
  for (const target of wires.flat()) if (!parts.includes(nodes.get(target))) fail(`a wire of ${id} ends at ${target}`);
  if (count > 0 && wires.some((targets) => targets.length === 0)) fail(`an output of ${id} goes nowhere`);
}
const reached = new Set();
const follow = (id) => reached.has(id) || (reached.add(id), nodes.get(id).wires.flat().forEach(follow));
const entries = parts.filter(({ type }) => type === "http in");
entries.forEach(({ id }) => follow(id));
for (const { id } of parts) if (!reached.has(id)) fail(`nothing comes to ${id}`);

async function pass(id, message) {
  const node = nodes.get(id);
  const outputs = await kinds[node.type](node, message);
  for (const [index, sent] of outputs.entries()) {
    if (sent) for (const target of node.wires[index]) await pass(target, sent);
  }
}

createServer((request, res) => {
  const entry = entries.find(({ url, method }) => url === request.url && method.toUpperCase() === request.method);
  if (!entry) return res.writeHead(404).end();
  let body = "";
  request.setEncoding("utf8").on("data", (part) => (body += part)).on("end", () => {
    pass(entry.id, { payload: body, req: request, res }).catch((error) => fail(error.stack));
  });
}).listen(Number(httpPort), "127.0.0.1");
