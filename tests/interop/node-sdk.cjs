// Calls each operation of the official Node.js SDK's client against a simulator, which verifies each signature.
//
// Usage: dms-kafka-sim -- node node-sdk.cjs BUNDLE. Keys, project and simulator are in the environment.
//
// Requests have what the operation requires, and the body of the documented example. What the SDK reads is compared with the
// documented example of the response.

const assert = require('node:assert');
const fs = require('node:fs');
const { BasicCredentials } = require('@huaweicloud/huaweicloud-sdk-core');
const { KafkaClient, ParamCreater } = require('@huaweicloud/huaweicloud-sdk-kafka/v2/KafkaClient');

// How many operations the client of the pinned version has.
const OPERATIONS = 123;
// What operations with a state are asked for: the instance that the simulator has, and its background tasks.
const INSTANCE = '3e7f9a52-1c4b-4d06-8a2e-5b9c0d1e2f30';
const TASKS = { DeleteBackgroundTask: '8abfa7b372160bfd017216560af83e6e' };
const TASK = '8abfa7b272adc5b40172b73130065ae7';
const BY_STATE = ['DeleteBackgroundTask', 'ListBackgroundTasks', 'ShowBackgroundTask'];

const bundle = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));

function resolved(value) {
    while (value.$ref !== undefined) {
        value = value.$ref.split('/').slice(1).reduce((inner, key) => inner[key], bundle);
    }
    return value;
}

// A value that a parameter allows: the documented example if there is one.
function plausible(schema) {
    schema = resolved(schema);
    for (const key of ['example', 'default', 'minimum']) {
        if (schema[key] !== undefined) return schema[key];
    }
    if (schema.enum) return schema.enum[0];
    if (schema.allOf) return plausible(schema.allOf[0]);
    return { integer: 1, number: 1, boolean: true }[schema.type] ?? 'a';
}

const place = (method, path) => `${method.toUpperCase()} ${path.replaceAll(/{[^}]*}/g, '{}')}`;

const operations = new Map();
for (const [path, item] of Object.entries(bundle.paths)) {
    for (const [method, operation] of Object.entries(item)) {
        operations.set(place(method, path), operation);
    }
}

const firstExample = (content) => Object.values(content?.content?.['application/json']?.examples ?? {})[0]?.value;

// A request with what the operation requires, under the names that are sent, and the body of its first example.
function requestOf(operation) {
    const request = {};
    for (const parameter of (operation.parameters ?? []).map(resolved).filter((one) => one.required)) {
        const known = { instance_id: INSTANCE, task_id: TASKS[operation.operationId] ?? TASK };
        request[parameter.name] = known[parameter.name] ?? plausible(parameter.schema);
    }
    const body = firstExample(operation.requestBody);
    return body === undefined ? request : { ...request, body };
}

async function call(client, url, name, faults) {
    // Where the operation is: what the SDK makes of a request that has everything.
    const everything = new Proxy({}, { get: () => 'a' });
    const { method, url: path } = ParamCreater()[name](everything);
    const operation = operations.get(place(method, path));
    if (operation === undefined) {
        faults.push(`${name}: the bundle has no ${method} ${path}`);
        return;
    }
    const response = await client[name](requestOf(operation));
    const requests = await (await fetch(`${url}/_sim/requests`)).json();
    const last = requests.at(-1);
    assert.deepStrictEqual([last.operation, last.executed], [operation.operationId, true]);
    const [, success] = Object.entries(operation.responses).find(([status]) => status.startsWith('2'));
    const example = firstExample(success);
    // A body of text, and no object, is nothing to this SDK.
    if (typeof example === 'object' && !BY_STATE.includes(operation.operationId)) {
        const { httpStatusCode, ...read } = response;
        // What the SDK makes of a list is an object whose keys count.
        const sent = Array.isArray(example) ? { ...example } : example;
        assert.deepStrictEqual(read, sent);
    }
}

async function main() {
    const env = process.env;
    const url = env.HUAWEICLOUD_SDK_REGION_KAFKA_SIMULATOR;
    const credentials = new BasicCredentials()
        .withAk(env.HUAWEICLOUD_SDK_AK)
        .withSk(env.HUAWEICLOUD_SDK_SK)
        .withProjectId(env.HUAWEICLOUD_SDK_PROJECT_ID);
    const client = KafkaClient.newBuilder().withCredential(credentials).withEndpoint(url).build();
    const names = Object.keys(ParamCreater());
    const faults = [];
    let called = 0;
    for (const name of names) {
        try {
            await call(client, url, name, faults);
            called += 1;
        } catch (error) {
            faults.push(`${name}: ${error.message ?? JSON.stringify(error)}`);
        }
    }
    console.log(`${names.length} operations, ${called} called with verified signatures`);
    if (names.length !== OPERATIONS) faults.push(`the client has ${names.length} operations, and not ${OPERATIONS}`);
    if (faults.length > 0) {
        console.error(faults.join('\n'));
        process.exitCode = 1;
    }
}

main();
