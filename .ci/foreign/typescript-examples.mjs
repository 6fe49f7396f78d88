// Calls each operation of a TypeScript client with the documented examples, and compares what it reads and sends with them.
//
// Usage: node typescript-examples.mjs BUNDLE FOLDER, where FOLDER holds what tsc made of the client.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [bundlePath, folder] = process.argv.slice(2);
const bundle = JSON.parse(readFileSync(bundlePath, "utf8"));
const client = await import(pathToFileURL(resolve(folder, "index.js")));

const follow = (value) =>
  value?.$ref ? value.$ref.slice(2).split("/").reduce((of, key) => of[key], bundle) : (value ?? {});
const nameOf = (schema) => schema?.$ref?.split("/").at(-1);
const camel = (name) =>
  name.replace(/[^A-Za-z0-9]+(.)/g, (_, next) => next.toUpperCase()).replace(/^./, (first) => first.toLowerCase());

// The functions of the client that read or write a type; generated models have some names prefixed that the language has.
const convert = (schema, direction) => {
  if (schema.type === "array") {
    const element = convert(schema.items, direction);
    return (value) => value.map(element);
  }
  const name = nameOf(schema);
  return (name && (client[`${name}${direction}`] ?? client[`Model${name}${direction}`])) || ((value) => value);
};

// The documented examples of a request or a response, each with its media type and its schema.
const examples = (body) =>
  Object.entries(follow(body).content ?? {}).flatMap(([mediaType, { schema, examples }]) =>
    Object.values(examples ?? {}).map(({ value }) => ({ mediaType, schema, value })),
  );

const aliases = new Set();
const neverSent = new Set();
const search = (value) => {
  if (typeof value !== "object" || value === null) return;
  for (const name of Array.isArray(value["x-aliases"]) ? value["x-aliases"] : []) aliases.add(name);
  for (const [name, property] of Object.entries(value.properties ?? {})) if (property.readOnly) neverSent.add(name);
  Object.values(value).forEach(search);
};
search(bundle);

// Where a value lacks something of an example. A field under another of its names is known to no client but ours, and one
// that is never sent is not written.
const lost = (example, value, at = "") => {
  if (example === null) return [];
  if (Array.isArray(example) && Array.isArray(value) && example.length === value.length) {
    return example.flatMap((inner, index) => lost(inner, value[index], `${at}/${index}`));
  }
  if (typeof example === "object" && typeof value === "object" && value !== null && !Array.isArray(example)) {
    const keys = Object.keys(example).filter((key) => !aliases.has(key) && !neverSent.has(key));
    return keys.flatMap((key) => lost(example[key], value[key], `${at}/${key}`));
  }
  const isTime = /^\d{4}-\d\d-\d\dT/.test(example) && +new Date(value) === +new Date(example);
  return isTime || value === example ? [] : [`${at}: ${JSON.stringify(value)} instead of ${JSON.stringify(example)}`];
};

const sample = (schema) => {
  const { type, enum: values, items } = follow(schema.allOf?.[0] ?? schema);
  if (values) return values[0];
  return { string: "a", integer: 1, number: 1.5, boolean: true }[type] ?? [sample(items)];
};

let sent;
let reply;
const configuration = new client.Configuration({
  basePath: "http://127.0.0.1",
  fetchApi: async (_, init) => {
    sent = init.body;
    const body = reply.value === undefined ? null : JSON.stringify(reply.value);
    return new Response(body, { status: reply.status, headers: body === null ? {} : { "content-type": reply.mediaType } });
  },
});
const apis = Object.entries(client).filter(([name]) => name.endsWith("Api")).map(([, Api]) => new Api(configuration));

// An enum has the values that are documented, not what a generator made of them.
const enums = Object.entries(bundle.components.schemas).filter(([, schema]) => schema.enum);
const faults = enums.flatMap(([name, schema]) =>
  lost(schema.enum, Object.values(client[name] ?? client[`Model${name}`])).map((fault) => `${name}${fault}`),
);
let operations = 0;
let compared = 0;
for (const operation of Object.values(bundle.paths).flatMap(Object.values)) {
  operations += 1;
  const method = camel(operation.operationId);
  const api = apis.find((api) => method in api);
  const requests = examples(operation.requestBody);
  const successes = Object.entries(operation.responses)
    .filter(([status]) => status.startsWith("2"))
    .flatMap(([status, response]) => {
      const documented = examples(response);
      return (documented.length ? documented : [{}]).map((example) => ({ ...example, status: Number(status) }));
    });
  // Each example once; what there is fewer of, is repeated.
  for (let index = 0; index < Math.max(requests.length, successes.length); index += 1) {
    const request = requests[index % requests.length];
    reply = successes[index % successes.length];
    const needed = (operation.parameters ?? []).map(follow).filter(({ required }) => required);
    const parameters = Object.fromEntries(needed.map(({ name, schema }) => [camel(name), sample(schema)]));
    if (request?.mediaType.includes("json")) {
      parameters[camel(nameOf(request.schema))] = convert(request.schema, "FromJSON")(request.value);
    } else if (request) {
      for (const [name, value] of Object.entries(request.value)) parameters[camel(name)] = value;
    }
    try {
      const read = await api[method](parameters);
      if (reply.value !== undefined) {
        compared += index < successes.length;
        faults.push(...lost(reply.value, convert(reply.schema, "ToJSON")(read)).map((fault) => `${method} reads${fault}`));
      }
      if (request?.mediaType.includes("json")) {
        compared += index < requests.length;
        faults.push(...lost(request.value, JSON.parse(sent)).map((fault) => `${method} sends${fault}`));
      }
    } catch (error) {
      faults.push(`${method}: ${error.message}`);
    }
  }
}
console.log(`${bundlePath}: ${operations} operations called, ${compared} examples compared`);
faults.forEach((fault) => console.error(fault));
process.exitCode = faults.length ? 1 : 0;
