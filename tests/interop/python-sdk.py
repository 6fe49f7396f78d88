"""Calls each operation of the official Python SDK's client against a simulator, which verifies each signature.

Usage: dms-kafka-sim -- python-sdk.py BUNDLE. Keys and the simulator are in the environment; the project is found through the
simulator's identity service.

Requests have what the operation requires, and the body of the documented example. What the SDK reads is compared with the
bytes that the simulator sent, field by field.
"""

import collections
import inspect
import json
import os
import re
import sys
import urllib.request

import huaweicloudsdkkafka.v2 as sdk
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.region.region import Region

# How many operations the client of the pinned version has.
OPERATIONS = 123
# What operations with a state are asked for: the instance that the simulator has, and its background tasks.
INSTANCE = "3e7f9a52-1c4b-4d06-8a2e-5b9c0d1e2f30"
TASKS = collections.defaultdict(lambda: "8abfa7b272adc5b40172b73130065ae7", DeleteBackgroundTask="8abfa7b372160bfd017216560af83e6e")

# Responses that the SDK finds nothing in, and why.
NOT_READ = {"show_group": "its documented example has the fields at the top, where the SDK looks for `group`"}


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
        if parameter.get("required") and attribute:
            known = {"instance_id": INSTANCE, "task_id": TASKS[operation["operationId"]]}
            values[attribute] = known.get(parameter["name"]) or plausible(bundle, parameter["schema"])
    examples = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("examples", {})
    if examples and "body" in request.openapi_types:
        values["body"] = built(request.openapi_types["body"], next(iter(examples.values()))["value"])
    return request(**values)


def last_request(url):
    with urllib.request.urlopen(f"{url}/_sim/requests") as response:
        return json.load(response)[-1]


def main(path):
    with open(path, encoding="utf-8") as file:
        bundle = json.load(file)
    operations = dict(of_methods(bundle))
    url = os.environ["HUAWEICLOUD_SDK_REGION_KAFKA_SIMULATOR"]
    # Without a project: the SDK asks identity for that of the region.
    credentials = BasicCredentials(os.environ["HUAWEICLOUD_SDK_AK"], os.environ["HUAWEICLOUD_SDK_SK"])
    client = sdk.KafkaClient.new_builder().with_credentials(credentials).with_region(Region("simulator", url)).build()
    names = [name[1:].removesuffix("_http_info") for name in dir(sdk.KafkaClient) if name.endswith("_http_info")]
    faults, counts = [], collections.Counter()
    for name in names:
        source = inspect.getsource(getattr(sdk.KafkaClient, f"_{name}_http_info"))
        method = re.search(r'"method": "([A-Z]+)"', source).group(1)
        resource = re.search(r'"resource_path": "([^"]+)"', source).group(1)
        operation = operations.get((method, re.sub(r"{[^}]*}", "{}", resource)))
        if operation is None:
            faults.append(f"{name}: the bundle has no {method} {resource}")
            continue
        try:
            response = getattr(client, name)(request_of(bundle, operation, name))
        except Exception as error:
            faults.append(f"{name}: {type(error).__name__}: {error}")
            continue
        counts["called"] += 1
        last = last_request(url)
        if (last["operation"], last["executed"]) != (operation["operationId"], True):
            faults.append(f"{name}: the simulator carried out {last['operation']} instead of {operation['operationId']}")
        if response.raw_content:
            sent = json.loads(response.raw_content)
            counts["compared"] += 1
            faults += responded(response, sent, name)
            # A comparison that cannot fail compares nothing.
            if not list(responded(response, altered(sent), name)) and name not in NOT_READ:
                faults.append(f"{name}: the comparison does not notice another response")
    print(f"{len(names)} operations, {counts['called']} called with verified signatures, {counts['compared']} bodies compared")
    if faults or len(names) != OPERATIONS:
        sys.exit("\n".join(faults) or f"the client has {len(names)} operations, and not {OPERATIONS}")


main(*sys.argv[1:])
