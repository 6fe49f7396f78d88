"""Calls each operation of the client of an official Python SDK against a simulator, which verifies each signature.

Usage: SIMULATOR -- python-sdk.py SERVICE BUNDLE. What is particular to a service stands in services.json: the SDK's package and
client, how many operations it has, what is called before and, in this order, last, values that operations are to be asked for,
bodies that are sent in the place of documented ones that are for another instance, and responses in which the SDK finds
nothing, with the reason. Keys and the simulator are in the environment; the project is found through the simulator's identity
service.

Requests have what the operation requires, and the body of the documented example. What the SDK reads is compared with the
bytes that the simulator sent, field by field. Where these are an example that is made up, because no source has one, no difference is
held against the SDK: who made it up may be wrong. How many there are, and which the SDK reads otherwise, is said in the end.
"""

import collections
import importlib
import inspect
import json
import os
import pathlib
import re
import sys
import urllib.request

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException
from huaweicloudsdkcore.region.region import Region

SERVICES = json.loads(pathlib.Path(__file__).with_name("services.json").read_text(encoding="utf-8"))
SERVICE = SERVICES[sys.argv[1]]
# The name of examples that are made up.
MADE_UP = "constructed"
sdk = importlib.import_module(SERVICE["package"])


def resolved(bundle, value):
    while "$ref" in value:
        target = bundle
        for key in value["$ref"].split("/")[1:]:
            target = target[key]
        value = target
    return value


def plausible(bundle, schema):
    """A value that a parameter allows: the documented example if there is one."""
    schema = resolved(bundle, schema)
    for key in ("example", "default", "minimum"):
        if key in schema:
            return schema[key]
    if "enum" in schema:
        return schema["enum"][0]
    if "allOf" in schema:
        return plausible(bundle, schema["allOf"][0])
    return {"integer": 1, "number": 1, "boolean": True}.get(schema.get("type"), "a")


def of_methods(bundle):
    """Operations by method and path, whatever the names of the parameters in it."""
    for path, item in bundle["paths"].items():
        for method, operation in item.items():
            yield (method.upper(), re.sub(r"{[^}]*}", "{}", path)), operation


def built(kind, value):
    """A value of the SDK's types, made of JSON. What the SDK has no field for is left out."""
    if value is None:
        return None
    if kind.startswith("list["):
        return [built(kind[5:-1], element) for element in value]
    if kind.startswith("dict("):
        return {key: built(kind[5:-1].split(", ")[1], inner) for key, inner in value.items()}
    model = getattr(sdk, kind, None)
    if model is None:
        return value
    fields = {name: built(model.openapi_types[name], value[sent]) for name, sent in model.attribute_map.items() if sent in value}
    return model(**fields)


def differences(kind, read, sent, at):
    """Where what was read is not what was sent. Of a text, numbers and others are read as the SDK writes them."""
    if sent is None:
        if read is not None:
            yield f"{at}: {read!r} instead of nothing"
    elif kind.startswith("list["):
        if not isinstance(read, list) or len(read) != len(sent):
            yield f"{at}: {read!r} instead of {sent!r}"
        else:
            for index, (one, other) in enumerate(zip(read, sent)):
                yield from differences(kind[5:-1], one, other, f"{at}/{index}")
    elif kind.startswith("dict("):
        for key, inner in sent.items():
            yield from differences(kind[5:-1].split(", ")[1], (read or {}).get(key), inner, f"{at}/{key}")
    elif hasattr(sdk, kind):
        yield from of_model(read, sent, at)
    elif kind == "str" and not isinstance(sent, str):
        if read is None:
            yield f"{at}: nothing instead of {sent!r}"
    elif kind == "bool" and isinstance(sent, str):
        # The SDK takes every text for true.
        if read is not True:
            yield f"{at}: {read!r} instead of True"
    elif kind in ("int", "float") and isinstance(sent, str):
        if str(read) != sent:
            yield f"{at}: {read!r} instead of {sent!r}"
    elif kind == "object" or isinstance(sent, float):
        if float(read) != float(sent) if isinstance(sent, float) else json.dumps(read, default=str) != json.dumps(sent):
            yield f"{at}: {read!r} instead of {sent!r}"
    elif read != sent:
        yield f"{at}: {read!r} instead of {sent!r}"


def of_model(read, sent, at):
    if not isinstance(sent, dict):
        yield f"{at}: no object was sent"
        return
    for name, wire in type(read).attribute_map.items():
        if wire in sent:
            yield from differences(type(read).openapi_types[name], getattr(read, name), sent[wire], f"{at}/{wire}")


def altered(value):
    """Another value of the same form: what was read is not it."""
    if isinstance(value, dict):
        return {key: altered(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [altered(element) for element in value] + [None]
    if isinstance(value, bool) or value is None:
        return not value
    return value + ("?" if isinstance(value, str) else 1)


def responded(response, sent, at):
    """Where what was read of a response is not what was sent; the field `body` stands for all of it."""
    kinds = response.openapi_types
    if set(kinds) == {"body"}:
        yield from differences(kinds["body"], response.body, sent, at)
    elif kinds:
        yield from of_model(response, sent, at)


def made_up(bundle, operation):
    """The bodies of successes that are made up, if nothing else can have been sent."""
    for status, response in operation["responses"].items():
        if status.startswith("2"):
            examples = resolved(bundle, response).get("content", {}).get("application/json", {}).get("examples", {})
            if set(examples) == {MADE_UP}:
                yield examples[MADE_UP]["value"]


def request_of(bundle, operation, name):
    """A request with what the operation requires, and the body of its first example."""
    request = getattr(sdk, "".join(word.capitalize() for word in name.split("_")) + "Request", None)
    if request is None:
        wanted = name.replace("_", "") + "request"
        request = next(getattr(sdk, other) for other in dir(sdk) if other.lower() == wanted)
    attributes = {wire: attribute for attribute, wire in request.attribute_map.items()}
    values = {}
    for parameter in operation.get("parameters", []):
        parameter = resolved(bundle, parameter)
        # Names in the path may differ; the only ones that do stand alone in it.
        attribute = attributes.get(parameter["name"])
        of_operation = SERVICE["values_of"].get(operation["operationId"], {})
        if attribute and (parameter.get("required") or parameter["name"] in of_operation):
            known = SERVICE["values"] | of_operation
            values[attribute] = known.get(parameter["name"]) or plausible(bundle, parameter["schema"])
    examples = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("examples", {})
    if examples and "body" in request.openapi_types:
        body = SERVICE["bodies_of"].get(operation["operationId"]) or next(iter(examples.values()))["value"]
        values["body"] = built(request.openapi_types["body"], body)
    return request(**values)


def wait(url):
    """Lets everything happen that the last call began."""
    step = urllib.request.Request(f"{url}/_sim/clock", b'{"advance_seconds": 3600}', method="POST")
    urllib.request.urlopen(step).close()


def prepare(client):
    """Creates what documented requests name."""
    for call in SERVICE["before"]:
        kind = getattr(sdk, call["request"])
        values = {name: built(kind.openapi_types[name], value) for name, value in call["values"].items()}
        getattr(client, call["method"])(kind(**values))


def last_request(url):
    with urllib.request.urlopen(f"{url}/_sim/requests") as response:
        return json.load(response)[-1]


def compare(bundle, operation, name, response, counts):
    """What is wrong with what was read of a response. What differs from a response that is made up is counted alone."""
    sent = json.loads(response.raw_content)
    counts["compared"] += 1
    found = list(responded(response, sent, name))
    # A comparison that cannot fail compares nothing.
    notices = any(responded(response, altered(sent), name))
    if any(same(sent, body) for body in made_up(bundle, operation)):
        if found:
            not_held("\n".join(found), counts)
        else:
            counts["made up"] += 1
        return [f"{name}: its response is made up; take it out of `not_read`"] if name in SERVICE["not_read"] else []
    if name in SERVICE["not_read"]:
        is_read = notices and not found
        return [f"{name}: the client reads what was sent; take it out of `not_read`"] if is_read else []
    return found + ([] if notices else [f"{name}: the comparison does not notice another response"])


def not_held(difference, counts):
    """Tells of a response that is made up, and not read as it was sent."""
    counts.update(["made up", "made up, and read otherwise"])
    print(f"not held against the client, as the response is made up: {difference}")


def same(one, other):
    """Whether two values are one in JSON, where true is no number."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def main(_, path):
    with open(path, encoding="utf-8") as file:
        bundle = json.load(file)
    operations = dict(of_methods(bundle))
    url = next(value for name, value in os.environ.items() if re.fullmatch(r"HUAWEICLOUD_SDK_REGION_\w+_SIMULATOR", name))
    # Without a project: the SDK asks identity for that of the region.
    credentials = BasicCredentials(os.environ["HUAWEICLOUD_SDK_AK"], os.environ["HUAWEICLOUD_SDK_SK"])
    kind = getattr(sdk, SERVICE["client"])
    client = kind.new_builder().with_credentials(credentials).with_region(Region("simulator", url)).build()
    names = [name[1:].removesuffix("_http_info") for name in dir(kind) if name.endswith("_http_info")]
    last_names = SERVICE["last"]
    names.sort(key=lambda name: last_names.index(name) + 1 if name in last_names else 0)
    prepare(client)
    faults, counts = [], collections.Counter()
    for name in names:
        source = inspect.getsource(getattr(kind, f"_{name}_http_info"))
        method = re.search(r'"method": "([A-Z]+)"', source).group(1)
        resource = re.search(r'"resource_path": "([^"]+)"', source).group(1)
        operation = operations.get((method, re.sub(r"{[^}]*}", "{}", resource)))
        if operation is None:
            faults.append(f"{name}: the bundle has no {method} {resource}")
            continue
        try:
            response = getattr(client, name)(request_of(bundle, operation, name))
        except Exception as error:
            fault = f"{name}: {type(error).__name__}: {error}"
            last = last_request(url)
            is_answered = (last["operation"], last["executed"]) == (operation["operationId"], True)
            # Of what was made up, the client may not even make an object. What was refused is another matter.
            if not is_answered or isinstance(error, ServiceResponseException) or not any(True for _ in made_up(bundle, operation)):
                faults.append(fault)
            else:
                counts["called"] += 1
                not_held(fault, counts)
            continue
        counts["called"] += 1
        wait(url)
        last = last_request(url)
        if (last["operation"], last["executed"]) != (operation["operationId"], True):
            faults.append(f"{name}: the simulator carried out {last['operation']} instead of {operation['operationId']}")
        if response.raw_content:
            faults += compare(bundle, operation, name, response, counts)
    print(
        f"{len(names)} operations, {counts['called']} called with verified signatures, {counts['compared']} bodies compared, of"
        f" which {counts['made up']} are made up, and {counts['made up, and read otherwise']} of these read otherwise"
    )
    if faults or len(names) != SERVICE["operations"]:
        sys.exit("\n".join(faults) or f"the client has {len(names)} operations, and not {SERVICE['operations']}")


main(*sys.argv[1:])
