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
// What operations with a state are asked for: the instance that the simulator has, and what is in it.
const INSTANCE = '3e7f9a52-1c4b-4d06-8a2e-5b9c0d1e2f30';
const KNOWN = {
    instance_id: INSTANCE,
    topic: 'Topic-test01',
    topic_name: 'topic-test',
    group: 'consumer-1',
    user_name: 'xxxa',
    task_id: '8abfa7b272adc5b40172b73130065ae7',
    report_id: '89b202d5-1f34-4a89-af9d-698496d0b7b1',
    log_type: 'topic_log',
};
const CONNECTOR_TASK = '8a205bbd-7181-4b5e-9bd6-37274ce84577';
// What documented requests name besides: topics with their partitions, and consumer groups.
const TOPICS = { orders: 3, single: 1, test: 3 };
const GROUPS = ['orders', 'billing', 'first', 'second'];
// What single operations are asked for instead: after a deletion nothing is left to ask, and partitions are only ever added.
const OTHERS = {
    CreatePartition: { topic: 'single' },
    DeleteBackgroundTask: { task_id: '8abfa7b372160bfd017216560af83e6e' },
    DeleteConnectorTask: { task_id: '194917d0-2c6d-4f0e-8b7a-51d3c9e0a412' },
    DeleteGroup: { group: 'first' },
    DeleteInstanceConsumerGroup: { group: 'second' },
    DeleteScheduledTask: { task_id: '8abfa7b27da211df017da3a7ca9a0a1c' },
    ModifyConnectorTask: { task_id: '3c0ac4d1-8e15-4b92-a6f3-7d20b4c8e955' },
    PauseConnectorTask: { task_id: CONNECTOR_TASK },
    RestartConnectorTask: { task_id: CONNECTOR_TASK },
    RestartSmartConnectorTask: { task_id: CONNECTOR_TASK },
    ResumeConnectorTask: { task_id: CONNECTOR_TASK },
    ShowConnectorTask: { task_id: CONNECTOR_TASK },
    ShowDiagnosisPreCheck: { group: 'consumer-1', topic: 'topic-test' },
    UpdateScheduledTask: { task_id: '8abfa7b27da211df017da3a7ca9a0a1d' },
};
// Documented bodies that are not for the instance that the simulator has, and what is sent in their place.
const BODIES = {
    CreateKafkaReassignmentTask: { reassignments: [{ topic: 'Topic-test01', brokers: [0, 1, 2] }] },
    CreateMessageDiagnosisTask: { group_name: 'consumer-1', topic_name: 'Topic-test01' },
    ResizeEngineInstance: { oper_type: 'storage', new_storage_space: 900 },
    ResizeKafkaInstance: {
        oper_type: 'horizontal', new_storage_space: 1500, new_broker_num: 5, publicip_id: 'first,second',
    },
};
// In this order: a connector is deleted before one is created, and after an instance nothing is left to ask.
const LAST = ['closeKafkaManager', 'deleteConnector', 'createConnector', 'deleteInstance'];

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
        const known = { ...KNOWN, ...OTHERS[operation.operationId] };
        request[parameter.name] = known[parameter.name] ?? plausible(parameter.schema);
    }
    const body = BODIES[operation.operationId] ?? firstExample(operation.requestBody);
    return body === undefined ? request : { ...request, body };
}

async function call(client, url, name, byState, faults) {
    // Where the operation is: what the SDK makes of a request that has everything.
    const everything = new Proxy({}, { get: () => 'a' });
    const { method, url: path } = ParamCreater()[name](everything);
    const operation = operations.get(place(method, path));
    if (operation === undefined) {
        faults.push(`${name}: the bundle has no ${method} ${path}`);
        return;
    }
    const response = await client[name](requestOf(operation));
    // Everything happens that the call began.
    await fetch(`${url}/_sim/clock`, { method: 'POST', body: '{"advance_seconds": 3600}' });
    const requests = await (await fetch(`${url}/_sim/requests`)).json();
    const last = requests.at(-1);
    assert.deepStrictEqual([last.operation, last.executed], [operation.operationId, true]);
    const [, success] = Object.entries(operation.responses).find(([status]) => status.startsWith('2'));
    const example = firstExample(success);
    // A body of text, and no object, is nothing to this SDK.
    if (typeof example === 'object' && !byState.includes(operation.operationId)) {
        const { httpStatusCode, ...read } = response;
        // What the SDK makes of a list is an object whose keys count.
        const sent = Array.isArray(example) ? { ...example } : example;
        assert.deepStrictEqual(read, sent);
    }
}

// Creates what documented requests name.
async function prepare(client) {
    for (const [id, partition] of Object.entries(TOPICS)) {
        await client.createInstanceTopic({ instance_id: INSTANCE, body: { id, partition } });
    }
    for (const group_name of GROUPS) {
        await client.createKafkaConsumerGroup({ instance_id: INSTANCE, body: { group_name } });
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
    await prepare(client);
    const names = Object.keys(ParamCreater()).sort((one, other) => LAST.indexOf(one) - LAST.indexOf(other));
    const { operations: coverage } = await (await fetch(`${url}/_sim/coverage`)).json();
    const byState = coverage.filter((one) => one.answers_by === 'state').map((one) => one.operation);
    const faults = [];
    let called = 0;
    for (const name of names) {
        try {
            await call(client, url, name, byState, faults);
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
