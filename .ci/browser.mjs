// Drives Chromium over the pipe of its DevTools protocol, as `.ci/browser` says. Usage: browser.mjs FOLDER, with the simulator in
// HUAWEICLOUD_SDK_REGION_KAFKA_SIMULATOR.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = process.argv[2];
const simulator = process.env.HUAWEICLOUD_SDK_REGION_KAFKA_SIMULATOR;
const secret = process.env.HUAWEICLOUD_SDK_SK;
const profile = mkdtempSync(join(tmpdir(), 'browser-'));
const chromium = spawn('chromium', [
    // Only this machine's own pages are opened, and containers allow no sandbox.
    '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-extensions',
    '--disable-background-networking', '--remote-debugging-pipe', `--user-data-dir=${profile}`, 'about:blank',
], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
const ended = new Promise((resolve) => chromium.once('exit', resolve));

// Messages are JSON, with a zero between them.
let number = 0, received = '';
const waiting = new Map(), complaints = [];
let events = [];
chromium.stdio[4].on('data', (data) => {
    received += data;
    const messages = received.split('\0');
    received = messages.pop();
    for (const message of messages.map((text) => JSON.parse(text))) {
        if (message.id) {
            const { resolve, reject } = waiting.get(message.id);
            waiting.delete(message.id);
            if (message.error) reject(new Error(JSON.stringify(message.error))); else resolve(message.result);
        } else {
            if (['Log.entryAdded', 'Runtime.exceptionThrown'].includes(message.method)) complaints.push(message.params);
            events = events.filter((event) => !(event.method === message.method && (event.resolve(message.params), true)));
        }
    }
});

let session;
function call(method, params = {}) {
    number += 1;
    const id = number;
    chromium.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId: session })}\0`);
    return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
}
const event = (method) => new Promise((resolve) => events.push({ method, resolve }));

/** Does something that leads to another page, and waits until that is there. */
async function leadingOn(action) {
    const loaded = event('Page.loadEventFired');
    await action();
    await loaded;
}
const open = (path) => leadingOn(() => call('Page.navigate', { url: simulator + path }));

/** The value of an expression in the page. */
async function value(expression) {
    const { result, exceptionDetails } = await call('Runtime.evaluate', { expression, returnByValue: true });
    assert(!exceptionDetails, `${expression}: ${JSON.stringify(exceptionDetails)}`);
    return result.value;
}
const text = () => value('document.body.innerText');

async function press(key, code = key, more = {}) {
    const named = { Tab: 9, Enter: 13, ' ': 32 }[key];
    const of = { key, code, windowsVirtualKeyCode: named, ...more };
    await call('Input.dispatchKeyEvent', { type: 'keyDown', ...of, text: { Enter: '\r', ' ': ' ' }[key] });
    await call('Input.dispatchKeyEvent', { type: 'keyUp', ...of });
}

/** Goes on by Tab until an element has the focus, which must be seen. */
async function tabTo(selector, most = 60) {
    for (let count = 0; count < most; count += 1) {
        await press('Tab');
        if (await value(`document.activeElement.matches(${JSON.stringify(selector)})`)) {
            assert.notEqual(await value('getComputedStyle(document.activeElement).outlineStyle'), 'none', `the focus of ${selector} is not seen`);
            return;
        }
    }
    assert.fail(`Tab does not reach ${selector}, but ${await value('document.activeElement.outerHTML')} of ${await value('location.href')}`);
}
/** Takes the place of what stands in the element that has the focus. */
async function type(written) {
    await press('a', 'KeyA', { modifiers: 2, commands: ['selectAll'] });
    await call('Input.insertText', { text: written });
}

async function screen(width, height, scheme = 'light') {
    await call('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 500 });
    await call('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
}
async function picture(name) {
    const { data } = await call('Page.captureScreenshot', { captureBeyondViewport: true });
    writeFileSync(join(folder, `${name}.png`), Buffer.from(data, 'base64'));
}

/** What every page keeps, on a wide screen, a narrow one, and in the dark. */
async function keepsTheRules(name) {
    for (const [width, height, scheme] of [[1280, 900, 'light'], [360, 740, 'light'], [1280, 900, 'dark']]) {
        await screen(width, height, scheme);
        const wide = await value('document.documentElement.scrollWidth');
        assert(wide <= width, `${name}: ${wide} pixels of ${width}`);
        await picture(`${name}-${width}-${scheme}`);
    }
    await screen(1280, 900);
    const html = await value('document.documentElement.outerHTML');
    assert(!html.includes(secret), `${name}: the secret key stands on the page`);
    const faults = await value(`(() => {
        const faults = [];
        for (const one of document.querySelectorAll('input:not([type=hidden]), select, textarea'))
            if (!one.labels || one.labels.length !== 1) faults.push('no label: ' + one.outerHTML);
        const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
        faults.push(...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => 'id twice: ' + id));
        for (const one of document.querySelectorAll('a[href^="#"]'))
            if (!document.getElementById(decodeURIComponent(one.hash.slice(1)))) faults.push('leads nowhere: ' + one.outerHTML);
        for (const one of ['main', 'header', 'nav', 'h1', 'footer'])
            if (!document.querySelector(one)) faults.push('no ' + one);
        if (document.querySelectorAll('h1').length !== 1) faults.push('not one h1');
        const { lang } = document.documentElement;
        if (lang !== 'en') faults.push('language ' + lang);
        return faults;
    })()`);
    assert.deepEqual(faults, [], name);
    const contrasts = await value(contrast);
    assert.deepEqual(contrasts, [], `${name}: text that is hard to read`);
    await screen(1280, 900, 'dark');
    assert.deepEqual(await value(contrast), [], `${name}: text that is hard to read in the dark`);
    await screen(1280, 900);
}

/** Texts with less contrast than 4.5 (WCAG 2.2, 1.4.3). */
const contrast = `(() => {
    const parse = (color) => (color.match(/[\\d.]+/g) || []).map(Number);
    const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const ground = (one) => {
        for (; one; one = one.parentElement) {
            const color = parse(getComputedStyle(one).backgroundColor);
            if (color.length === 3 || color[3] === 1) return color;
        }
        return [255, 255, 255];
    };
    const found = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const one = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || !one.checkVisibility()) continue;
        const [a, b] = [light(parse(getComputedStyle(one).color)), light(ground(one))];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < 4.5) found.add(one.tagName + '.' + one.className + ' ' + ratio.toFixed(2));
    }
    return [...found];
})()`;

async function pages() {
    await open('/_sim/');
    assert.match(await text(), /Distributed Message Service for Kafka/);
    await keepsTheRules('overview');

    // The keyboard alone: past the links, to the filter, to an operation, through its form.
    await open('/_sim/operations');
    await keepsTheRules('operations');
    await press('Tab');
    assert.equal(await value('document.activeElement.className'), 'skip', 'the first stop skips to the content');
    await open('/_sim/operations');
    await tabTo('input[name=q]');
    await type('create topic');
    await leadingOn(() => press('Enter'));
    assert.match(await text(), /\d of 135 operations/);
    await tabTo('a[href$="/CreateInstanceTopic"]');
    await leadingOn(() => press('Enter'));
    await keepsTheRules('operation');
    assert.equal(await value('document.scripts.length'), 0);
    await tabTo('textarea[name=body]');
    await type('{"id": "orders", "partition": 3, "replication": 1}');
    await tabTo('#send');
    await leadingOn(() => press('Enter'));
    const status = () => value("document.querySelector('#response .status')?.innerText");
    assert.match(await status(), /^200 OK/);
    assert.match(await value("document.querySelector('#curl').innerText"), /"id": "orders"[^]*|Signature=[0-9a-f]{64}/);
    await value("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
    assert.match(await value("document.querySelector('#rust').innerText"), /NewTopic::new\("orders"\)/);
    assert.match(await value("document.querySelector('#python').innerText"), /CreateInstanceTopicRequest\(/);
    await keepsTheRules('response');

    // What is typed is text, whatever it says.
    await tabTo('textarea[name=body]');
    await type('</textarea><script>document.title = "broken"</script>');
    await tabTo('#send');
    await leadingOn(() => press('Enter'));
    assert.match(await status(), /^400/);
    assert.notEqual(await value('document.title'), 'broken');
    assert.match(await value("document.querySelector('textarea').value"), /^<\/textarea><script>/);
    assert.equal(await value('document.scripts.length'), 0);

    // A fault, by the form; the next call meets it; and it is taken back.
    await open('/_sim/');
    await value("Object.assign(document.querySelector('#fault-kind'), { value: 'refuse' })");
    await value("Object.assign(document.querySelector('#fault-status'), { value: '503' })");
    await leadingOn(() => value("document.querySelector('form[action$=\"/faults\"] button').click()"));
    assert.match(await value("document.querySelector('#faults').innerText"), /refuse status 503/);
    await open('/_sim/operations/ListInstances');
    await leadingOn(() => value("document.querySelector('#send').click()"));
    assert.match(await status(), /^503/);
    await open('/_sim/');
    assert.match(await value("document.querySelector('#calls').innerText"), /ListInstances[^]*503/);
    await keepsTheRules('faults');
    await leadingOn(() => value("document.querySelector('form[action$=\"/faults-end\"] button').click()"));
    assert.match(await value("document.querySelector('#faults').innerText"), /everything goes well/);

    // Oddities, by the keyboard: a box, a tick, and the next call has it; and it is taken back.
    const tick = async () => {
        await tabTo('#oddity-texts');
        await press(' ', 'Space');
        await tabTo('#oddities button');
        await leadingOn(() => press('Enter'));
        return value("[...document.querySelectorAll('#oddities input:checked')].map((one) => one.value).join()");
    };
    await open('/_sim/');
    assert.equal(await tick(), 'texts');
    await keepsTheRules('oddities');
    await open('/_sim/operations/ListInstances');
    await leadingOn(() => value("document.querySelector('#send').click()"));
    assert.match(await value("document.querySelector('#response').innerText"), /"instance_num": "\d+"/);
    await open('/_sim/');
    assert.equal(await tick(), '');

    // The clock.
    const now = () => value("document.querySelector('#clock time').dateTime").then(Date.parse);
    const before = await now();
    await leadingOn(() => value("[...document.querySelectorAll('#clock button')].find((one) => one.innerText === '+ 1 day').click()"));
    assert(await now() - before >= 86_400_000);
    await open('/_sim/calls');
    await keepsTheRules('calls');
    if (await value("document.querySelector('header a[href=\"/_sim/state\"]') !== null")) {
        await open('/_sim/state');
        await keepsTheRules('state');
    }

    // What was refused on purpose is in the browser's log; nothing else is.
    const refused = /status of (400|503)/;
    assert.deepEqual(complaints.filter(({ entry }) => !refused.test(entry?.text ?? '')).map((one) => JSON.stringify(one)), []);

    // A page of another origin cannot post a form here, though the browser sends it.
    await call('Page.navigate', { url: 'about:blank' });
    await value(`document.body.innerHTML = '<form method="post" action="${simulator}/_sim/forms/clock"><input name="advance_seconds" value="86400"><button>x</button></form>'`);
    await leadingOn(() => value("document.querySelector('button').click()"));
    assert.match(await text(), /APIGW\.0302/);
}

let code = 1;
try {
    const { targetId } = await call('Target.createTarget', { url: 'about:blank' });
    ({ sessionId: session } = await call('Target.attachToTarget', { targetId, flatten: true }));
    for (const domain of ['Page', 'Runtime', 'Log']) await call(`${domain}.enable`);
    await screen(1280, 900);
    await pages();
    console.log(`the pages at /_sim/ work in ${(await call('Browser.getVersion')).product}; pictures are in ${folder}`);
    code = 0;
} catch (error) {
    console.error(error);
    if (session) await picture('failed').catch(console.error);
} finally {
    // In good order, so that nothing writes into the profile any more; otherwise it is killed.
    session = undefined;
    const patience = setTimeout(() => chromium.kill('SIGKILL'), 5_000);
    call('Browser.close').catch(() => {});
    await ended;
    clearTimeout(patience);
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
process.exit(code);
