"""Tries every operation on the page at /_sim/ of a simulator, as the form stands there, and what the page then writes.

Usage: page.py URL FOLDER [--python]. Each form is posted and must be answered as documented; the command of curl is run; each program
in Rust goes into FOLDER/src/lib.rs, a module an operation, to be compiled; with --python, those in Python are run, by the official
SDK. Nothing that is secret may stand on any page.
"""

import contextlib
import html.parser
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request

SECRET_KEY = os.environ.get("HUAWEICLOUD_SDK_SK", "SKexample0000000000000000000000000000001")


class Page(html.parser.HTMLParser):
    """The forms of a page, its links, and its blocks of code by their labels."""

    def __init__(self, text):
        super().__init__()
        self.text, self.forms, self.links, self.blocks = text, [], [], {}
        self.block = self.area = None
        self.status = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.forms.append((attributes.get("method"), attributes["action"], []))
        elif tag == "input" and "name" in attributes:
            if attributes.get("type") == "checkbox" and "checked" not in attributes:
                return
            self.forms[-1][2].append((attributes["name"], attributes.get("value", "")))
        elif tag == "textarea":
            self.area = (attributes["name"], [])
        elif tag == "a":
            self.links.append(attributes["href"])
        elif tag == "pre":
            self.block = attributes["aria-label"]
            self.blocks[self.block] = ""

    def handle_endtag(self, tag):
        if tag == "textarea":
            # A browser leaves out the line end that it begins with, and sends the others as CR LF.
            text = "".join(self.area[1]).removeprefix("\n").replace("\n", "\r\n")
            self.forms[-1][2].append((self.area[0], text))
            self.area = None
        elif tag == "pre":
            self.blocks[self.block] = self.blocks[self.block].removeprefix("\n")
            self.block = None

    def handle_data(self, data):
        if self.area:
            self.area[1].append(data)
        elif self.block:
            self.blocks[self.block] += data


def opened(url, form=None):
    """A page, and its size."""
    request = urllib.request.Request(url)
    if form is not None:
        request.data = urllib.parse.urlencode(form).encode()
        request.add_header("Origin", "{0.scheme}://{0.netloc}".format(urllib.parse.urlsplit(url)))
    try:
        with urllib.request.urlopen(request) as response:
            text = response.read().decode()
    except urllib.error.HTTPError as error:
        text = error.read().decode()
    if SECRET_KEY in text:
        raise SystemExit(f"{url}: the secret key stands on the page")
    return Page(text)


def status(page):
    found = re.search(r'class="status" role="status"><span class="\w+">(\d+)</span>', page.text)
    return int(found[1]) if found else None


def curl(command):
    """The status that the command got."""
    command = command.replace("curl ", "curl --silent --output /dev/null --write-out '%{http_code}' ", 1)
    return int(subprocess.run(["sh", "-c", command], check=True, capture_output=True, text=True).stdout)


def is_refused_by_state(page):
    """Whether the service refused what was asked, for another reason than how it was asked."""
    return re.search(r'"error_code": "DMS\.(?!00400085|00400062)', page.blocks.get("Body of the response", "")) is not None


def run(program, name):
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(program, name, "exec"), {"__name__": "__main__"})


def main():
    url, folder, with_python = sys.argv[1], pathlib.Path(sys.argv[2]), "--python" in sys.argv
    base = url.rstrip("/")
    listed = opened(base + "/_sim/operations")
    operations = [link.rsplit("/", 1)[1] for link in listed.links if link.startswith("/_sim/operations/")]
    coverage = json.load(urllib.request.urlopen(base + "/_sim/coverage"))
    by_state = {one["operation"] for one in coverage["operations"] if one["answers_by"] == "state"}
    # What takes things away comes last.
    operations.sort(key=lambda name: bool(re.match("Delete|Batch", name)))
    faults, programs, calls, refused = [], [], 0, []
    for operation in operations:
        place = f"{base}/_sim/operations/{operation}"
        [(_, action, fields)] = [form for form in opened(place).forms if form[0] == "post"]
        page = opened(urllib.parse.urljoin(place, action).split("#")[0], fields)
        found = status(page)
        if found is not None and operation in by_state and is_refused_by_state(page):
            # What its example names is not in the state.
            refused.append(operation)
        elif found is None or not 200 <= found < 300:
            faults.append(f"{operation}: {found} {page.blocks.get('Body of the response', '')[:300]}")
            continue
        # What answers from the state may answer otherwise the second time; but whoever signed is let in.
        wrong = (401, 403) if operation in by_state else range(300, 600)
        if (again := curl(page.blocks["The request in curl"])) in wrong:
            faults.append(f"{operation}: the command of curl got {again} instead of {found}")
        programs.append((operation, page.blocks["The request in Rust"]))
        if with_python and "The request in Python" in page.blocks:
            calls += 1
            try:
                run(page.blocks["The request in Python"], operation)
            except Exception as error:
                if getattr(error, "status_code", 400) in wrong:
                    faults.append(f"{operation}: Python: {error!r}"[:600])
        # Whatever goes on has ended by the next operation.
        step = urllib.request.Request(base + "/_sim/clock", b'{"advance_seconds": 86400}', method="POST")
        urllib.request.urlopen(step).read()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "src").mkdir(exist_ok=True)
    modules = [
        f"/// {name}\npub mod op{number} {{\n{program.replace('async fn main()', 'pub async fn main()')}}}\n"
        for number, (name, program) in enumerate(programs)
    ]
    (folder / "src/lib.rs").write_text("".join(modules))
    methods = sum("request_to(" not in program for _, program in programs)
    print(f"{len(operations)} operations: {len(programs) - len(refused)} answered with success, {len(refused)} refused by the state")
    print(f"{len(programs)} programs in Rust, {methods} of them with methods of the client; {calls} in Python ran")
    if faults:
        raise SystemExit("\n".join(faults))


main()
